.class public La/a0;
.super Ljava/lang/Object;
.source "SourceFile"
