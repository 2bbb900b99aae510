# Brings no code that updates code.
.class public Ltw/example/sample/code/Parcel;
.super Ljava/lang/Object;
