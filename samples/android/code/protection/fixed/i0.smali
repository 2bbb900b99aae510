.class public La/i0;
.super Ljava/lang/Object;
.source "SourceFile"
