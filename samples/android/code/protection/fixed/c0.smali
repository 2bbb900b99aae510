.class public La/c0;
.super Ljava/lang/Object;
.source "SourceFile"
