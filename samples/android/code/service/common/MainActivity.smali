# What an app offers its users, and where it connects: each method shows one, and all are hints.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private typed:Ljava/lang/String;
.field private updates:Lcom/google/android/play/core/appupdate/AppUpdateManager;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->update()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->measure()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->forget()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->share()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->connect()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->help()V
    return-void
.end method

.method public update()V
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->updates:Lcom/google/android/play/core/appupdate/AppUpdateManager;
    invoke-interface {v0}, Lcom/google/android/play/core/appupdate/AppUpdateManager;->getAppUpdateInfo()Lcom/google/android/gms/tasks/Task;
    return-void
.end method

.method public measure()V
    .registers 4
    new-instance v0, Lcom/nulabinc/zxcvbn/Zxcvbn;
    invoke-direct {v0}, Lcom/nulabinc/zxcvbn/Zxcvbn;-><init>()V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->typed:Ljava/lang/String;
    invoke-virtual {v0, v1}, Lcom/nulabinc/zxcvbn/Zxcvbn;->measure(Ljava/lang/String;)Lcom/nulabinc/zxcvbn/Strength;
    return-void
.end method

.method public forget()V
    .registers 4
    const-string v0, "app"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences$Editor;->clear()Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public share()V
    .registers 4
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.intent.action.SEND"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const/4 v1, 0x0
    invoke-static {v0, v1}, Landroid/content/Intent;->createChooser(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;
    move-result-object v0
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->startActivity(Landroid/content/Intent;)V
    return-void
.end method

.method public connect()V
    .registers 4
    new-instance v0, Lokhttp3/Request$Builder;
    invoke-direct {v0}, Lokhttp3/Request$Builder;-><init>()V
    const-string v1, "https://api.example.tw/parcels"
    invoke-virtual {v0, v1}, Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;
    return-void
.end method

.method public help()V
    .registers 4
    new-instance v0, Landroid/webkit/WebView;
    invoke-direct {v0, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    const-string v1, "https://www.example.tw/help"
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    return-void
.end method
