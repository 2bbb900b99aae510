.class public Ltw/example/sample/parcel/Pay;
.super Landroid/app/Service;

# What signs an order, next to whose it is: made up for this sample.
.field public static final HASH_IV:Ljava/lang/String; = "T5mB8xZk2QwV9sLr"

.method public constructor <init>()V
    .locals 0
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .locals 4
    new-instance v0, Landroid/os/Bundle;
    invoke-direct {v0}, Landroid/os/Bundle;-><init>()V
    const-string v1, "MerchantID"
    const-string v2, "3999999"
    invoke-virtual {v0, v1, v2}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
    const-string v1, "HashKey"
    const-string v2, "Rk4PzW7nC1uXe6Jd"
    invoke-virtual {v0, v1, v2}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
    const/4 v3, 0x0
    return-object v3
.end method
