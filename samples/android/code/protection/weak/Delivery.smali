.class public Ltw/example/sample/code/Delivery;
.super Ljava/lang/Object;
.source "Delivery.java"
