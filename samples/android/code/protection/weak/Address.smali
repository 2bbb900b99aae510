.class public Ltw/example/sample/code/Address;
.super Ljava/lang/Object;
.source "Address.java"
