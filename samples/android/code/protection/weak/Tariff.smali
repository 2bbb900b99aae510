.class public Ltw/example/sample/code/Tariff;
.super Ljava/lang/Object;
.source "Tariff.java"
