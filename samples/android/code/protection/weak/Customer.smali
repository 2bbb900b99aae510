.class public Ltw/example/sample/code/Customer;
.super Ljava/lang/Object;
.source "Customer.java"
