.class public Ltw/example/sample/code/Pickup;
.super Ljava/lang/Object;
.source "Pickup.java"
