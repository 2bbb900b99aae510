# Loads code from shared storage and installs a package.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->loadPlugin()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->install()V
    return-void
.end method

.method public loadPlugin()V
    .registers 4
    new-instance v0, Ldalvik/system/DexClassLoader;
    const-string v1, "/sdcard/plugin.dex"
    const/4 v2, 0x0
    invoke-direct {v0, v1, v2, v2, v2}, Ldalvik/system/DexClassLoader;-><init>(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/ClassLoader;)V
    return-void
.end method

.method public install()V
    .registers 3
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.intent.action.VIEW"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v1, "application/vnd.android.package-archive"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->setType(Ljava/lang/String;)Landroid/content/Intent;
    return-void
.end method
