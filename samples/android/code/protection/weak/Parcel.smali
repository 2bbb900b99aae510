.class public Ltw/example/sample/code/Parcel;
.super Ljava/lang/Object;
.source "Parcel.java"
