.class public Ltw/example/sample/code/Counter;
.super Ljava/lang/Object;
.source "Counter.java"
