.class public Ltw/example/sample/code/Depot;
.super Ljava/lang/Object;
.source "Depot.java"
