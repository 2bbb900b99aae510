.class public Ltw/example/sample/code/Carrier;
.super Ljava/lang/Object;
.source "Carrier.java"
