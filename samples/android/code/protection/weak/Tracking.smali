.class public Ltw/example/sample/code/Tracking;
.super Ljava/lang/Object;
.source "Tracking.java"
