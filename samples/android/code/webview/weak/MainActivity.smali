# Opens its WebViews to whoever is on the network, at the USB port or behind a page.
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
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->inClear()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->debugged()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->acrossFiles()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->mixed()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->bridge()V
    return-void
.end method

.method public inClear()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    const-string v0, "http://www.example.tw/"
    invoke-virtual {v2, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    return-void
.end method

.method public debugged()V
    .registers 2
    const/4 v0, 0x1
    invoke-static {v0}, Landroid/webkit/WebView;->setWebContentsDebuggingEnabled(Z)V
    return-void
.end method

.method public acrossFiles()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    invoke-virtual {v2}, Landroid/webkit/WebView;->getSettings()Landroid/webkit/WebSettings;
    move-result-object v0
    const/4 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/webkit/WebSettings;->setAllowUniversalAccessFromFileURLs(Z)V
    return-void
.end method

.method public mixed()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    invoke-virtual {v2}, Landroid/webkit/WebView;->getSettings()Landroid/webkit/WebSettings;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Landroid/webkit/WebSettings;->setMixedContentMode(I)V
    return-void
.end method

.method public bridge()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    new-instance v0, Ltw/example/sample/code/Bridge;
    invoke-direct {v0}, Ltw/example/sample/code/Bridge;-><init>()V
    const-string v1, "app"
    invoke-virtual {v2, v0, v1}, Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V
    return-void
.end method
