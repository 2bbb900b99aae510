.class public La/m0;
.super Ljava/lang/Object;
.source "SourceFile"
