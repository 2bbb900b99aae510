.class public Ltw/example/sample/code/Invoice;
.super Ljava/lang/Object;
.source "Invoice.java"
