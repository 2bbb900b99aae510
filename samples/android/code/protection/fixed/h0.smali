.class public La/h0;
.super Ljava/lang/Object;
.source "SourceFile"
