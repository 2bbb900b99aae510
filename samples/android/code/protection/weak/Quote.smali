.class public Ltw/example/sample/code/Quote;
.super Ljava/lang/Object;
.source "Quote.java"
