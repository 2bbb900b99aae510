.class public Ltw/example/sample/code/Branch;
.super Ljava/lang/Object;
.source "Branch.java"
