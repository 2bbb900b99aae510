.class public La/q0;
.super Ljava/lang/Object;
.source "SourceFile"
