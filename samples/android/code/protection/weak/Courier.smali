.class public Ltw/example/sample/code/Courier;
.super Ljava/lang/Object;
.source "Courier.java"
