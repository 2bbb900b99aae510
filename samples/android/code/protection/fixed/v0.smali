.class public La/v0;
.super Ljava/lang/Object;
.source "SourceFile"
