# A FileProvider of the app's own.
.class public Ltw/example/sample/parcel/ReceiptProvider;
.super Landroidx/core/content/FileProvider;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroidx/core/content/FileProvider;-><init>()V
    return-void
.end method
