.class public La/r0;
.super Ljava/lang/Object;
.source "SourceFile"
