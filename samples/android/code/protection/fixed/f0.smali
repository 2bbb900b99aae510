.class public La/f0;
.super Ljava/lang/Object;
.source "SourceFile"
