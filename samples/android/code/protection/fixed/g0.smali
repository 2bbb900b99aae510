.class public La/g0;
.super Ljava/lang/Object;
.source "SourceFile"
