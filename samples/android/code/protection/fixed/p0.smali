.class public La/p0;
.super Ljava/lang/Object;
.source "SourceFile"
