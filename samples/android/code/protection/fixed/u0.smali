.class public La/u0;
.super Ljava/lang/Object;
.source "SourceFile"
