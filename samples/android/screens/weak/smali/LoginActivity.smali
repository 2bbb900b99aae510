# The screen that users log in on; its fields are those of the layout.
.class public Ltw/example/sample/parcel/LoginActivity;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
