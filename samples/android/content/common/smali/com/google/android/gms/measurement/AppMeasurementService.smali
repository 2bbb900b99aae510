# An empty stand-in of our own for a library's class.
.class public abstract Lcom/google/android/gms/measurement/AppMeasurementService;
.super Landroid/app/Service;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method
