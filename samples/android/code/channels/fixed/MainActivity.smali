# The same ways, closed.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private crashes:Lcom/google/firebase/crashlytics/FirebaseCrashlytics;
.field private api:Ltw/example/sample/code/Api;
.field private member:Ljava/lang/String;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->talk()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->negotiate()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->address()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->hash()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->fetch()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->look()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->order()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->report()V
    return-void
.end method

.method public talk()V
    .registers 4
    new-instance v0, Ljava/net/Socket;
    const-string v1, "localhost"
    const/16 v2, 0x50
    invoke-direct {v0, v1, v2}, Ljava/net/Socket;-><init>(Ljava/lang/String;I)V
    return-void
.end method

.method public negotiate()V
    .registers 4
    new-instance v0, Lokhttp3/ConnectionSpec$Builder;
    sget-object v1, Lokhttp3/ConnectionSpec;->MODERN_TLS:Lokhttp3/ConnectionSpec;
    invoke-direct {v0, v1}, Lokhttp3/ConnectionSpec$Builder;-><init>(Lokhttp3/ConnectionSpec;)V
    return-void
.end method

.method public address()V
    .registers 4
    new-instance v0, Lokhttp3/HttpUrl$Builder;
    invoke-direct {v0}, Lokhttp3/HttpUrl$Builder;-><init>()V
    const-string v1, "https"
    invoke-virtual {v0, v1}, Lokhttp3/HttpUrl$Builder;->scheme(Ljava/lang/String;)Lokhttp3/HttpUrl$Builder;
    return-void
.end method

.method public hash()V
    .registers 6
    const-string v0, "app"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "member"
    iget-object v2, p0, Ltw/example/sample/code/MainActivity;->member:Ljava/lang/String;
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public fetch()V
    .registers 5
    const-string v0, "https://www.example.tw/statement.pdf"
    invoke-static {v0}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v0
    new-instance v1, Landroid/app/DownloadManager$Request;
    invoke-direct {v1, v0}, Landroid/app/DownloadManager$Request;-><init>(Landroid/net/Uri;)V
    const/4 v0, 0x0
    const-string v2, "statement.pdf"
    invoke-virtual {v1, p0, v0, v2}, Landroid/app/DownloadManager$Request;->setDestinationInExternalFilesDir(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;)Landroid/app/DownloadManager$Request;
    return-void
.end method

.method public look()V
    .registers 5
    const/4 v0, 0x0
    invoke-static {v0}, Lcom/tencent/smtt/sdk/WebView;->setWebContentsDebuggingEnabled(Z)V
    return-void
.end method

.method public order()V
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->api:Ltw/example/sample/code/Api;
    invoke-interface {v0}, Ltw/example/sample/code/Api;->parcels()Lretrofit2/Call;
    return-void
.end method

.method public report()V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->crashes:Lcom/google/firebase/crashlytics/FirebaseCrashlytics;
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->member:Ljava/lang/String;
    invoke-virtual {v0, v1}, Lcom/google/firebase/crashlytics/FirebaseCrashlytics;->setUserId(Ljava/lang/String;)V
    return-void
.end method
