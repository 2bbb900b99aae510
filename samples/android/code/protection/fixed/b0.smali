.class public La/b0;
.super Ljava/lang/Object;
.source "SourceFile"
