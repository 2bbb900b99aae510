.class public La/o0;
.super Ljava/lang/Object;
.source "SourceFile"
