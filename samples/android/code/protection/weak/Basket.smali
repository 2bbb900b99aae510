.class public Ltw/example/sample/code/Basket;
.super Ljava/lang/Object;
.source "Basket.java"
