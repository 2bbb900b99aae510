.class public La/e0;
.super Ljava/lang/Object;
.source "SourceFile"
