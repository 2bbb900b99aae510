.class public Ltw/example/sample/code/Order;
.super Ljava/lang/Object;
.source "Order.java"
