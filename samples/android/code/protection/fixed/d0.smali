.class public La/d0;
.super Ljava/lang/Object;
.source "SourceFile"
