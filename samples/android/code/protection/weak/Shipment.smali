.class public Ltw/example/sample/code/Shipment;
.super Ljava/lang/Object;
.source "Shipment.java"
