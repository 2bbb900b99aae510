.class public Ltw/example/sample/code/Label;
.super Ljava/lang/Object;
.source "Label.java"
