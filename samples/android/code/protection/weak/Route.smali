.class public Ltw/example/sample/code/Route;
.super Ljava/lang/Object;
.source "Route.java"
