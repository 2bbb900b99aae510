.class public Ltw/example/sample/code/Refund;
.super Ljava/lang/Object;
.source "Refund.java"
