.class public La/j0;
.super Ljava/lang/Object;
.source "SourceFile"
