# A stand-in, so that no class is missing.
.class public Ltw/example/sample/parcel/LinkActivity;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
