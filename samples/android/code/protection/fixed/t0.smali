.class public La/t0;
.super Ljava/lang/Object;
.source "SourceFile"
