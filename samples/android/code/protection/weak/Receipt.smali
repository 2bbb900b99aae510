.class public Ltw/example/sample/code/Receipt;
.super Ljava/lang/Object;
.source "Receipt.java"
