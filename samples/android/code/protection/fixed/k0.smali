.class public La/k0;
.super Ljava/lang/Object;
.source "SourceFile"
