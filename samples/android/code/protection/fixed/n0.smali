.class public La/n0;
.super Ljava/lang/Object;
.source "SourceFile"
