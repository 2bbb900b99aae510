# Weakness: may lock or wipe the device.
.class public Ltw/example/sample/parcel/LockerAdminReceiver;
.super Landroid/app/admin/DeviceAdminReceiver;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/admin/DeviceAdminReceiver;-><init>()V
    return-void
.end method
