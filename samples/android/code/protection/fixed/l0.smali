.class public La/l0;
.super Ljava/lang/Object;
.source "SourceFile"
