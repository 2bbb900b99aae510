# A library for payment, by its name alone.
.class public Ltech/cherri/tpdirect/api/TPDCard;
.super Ljava/lang/Object;
