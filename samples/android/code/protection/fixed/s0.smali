.class public La/s0;
.super Ljava/lang/Object;
.source "SourceFile"
