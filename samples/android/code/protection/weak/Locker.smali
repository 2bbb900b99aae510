.class public Ltw/example/sample/code/Locker;
.super Ljava/lang/Object;
.source "Locker.java"
