# The same with the checks of the system.
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
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->systemTrust()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->careful()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->encrypted()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->itself()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->systemStore()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->pinned()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->ownSocket()V
    return-void
.end method

.method public systemTrust()V
    .registers 4
    const-string v0, "TLS"
    invoke-static {v0}, Ljavax/net/ssl/SSLContext;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/SSLContext;
    move-result-object v0
    const/4 v1, 0x0
    const/4 v2, 0x0
    invoke-virtual {v0, v2, v1, v2}, Ljavax/net/ssl/SSLContext;->init([Ljavax/net/ssl/KeyManager;[Ljavax/net/ssl/TrustManager;Ljava/security/SecureRandom;)V
    return-void
.end method

.method public careful()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    new-instance v0, Ltw/example/sample/code/Careful;
    invoke-direct {v0}, Ltw/example/sample/code/Careful;-><init>()V
    invoke-virtual {v2, v0}, Landroid/webkit/WebView;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    return-void
.end method

.method public encrypted()V
    .registers 3
    new-instance v0, Ljava/net/URL;
    const-string v1, "https://api.example.tw/login"
    invoke-direct {v0, v1}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v0}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    return-void
.end method

.method public itself()V
    .registers 3
    new-instance v0, Ljava/net/URL;
    const-string v1, "http://127.0.0.1:8080/status"
    invoke-direct {v0, v1}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v0}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    return-void
.end method

.method public systemStore()V
    .registers 3
    const-string v0, "X509"
    invoke-static {v0}, Ljavax/net/ssl/TrustManagerFactory;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/TrustManagerFactory;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Ljavax/net/ssl/TrustManagerFactory;->init(Ljava/security/KeyStore;)V
    return-void
.end method

.method public pinned()V
    .registers 4
    new-instance v0, Lokhttp3/CertificatePinner$Builder;
    invoke-direct {v0}, Lokhttp3/CertificatePinner$Builder;-><init>()V
    const-string v1, "api.example.tw"
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Lokhttp3/CertificatePinner$Builder;->add(Ljava/lang/String;[Ljava/lang/String;)Lokhttp3/CertificatePinner$Builder;
    return-void
.end method

.method public ownSocket()V
    .registers 4
    invoke-static {}, Ljavax/net/ssl/SSLSocketFactory;->getDefault()Ljavax/net/SocketFactory;
    move-result-object v0
    check-cast v0, Ljavax/net/ssl/SSLSocketFactory;
    const-string v1, "api.example.tw"
    const/16 v2, 0x1bb
    invoke-virtual {v0, v1, v2}, Ljavax/net/ssl/SSLSocketFactory;->createSocket(Ljava/lang/String;I)Ljava/net/Socket;
    move-result-object v0
    check-cast v0, Ljavax/net/ssl/SSLSocket;
    invoke-virtual {v0}, Ljavax/net/ssl/SSLSocket;->getSession()Ljavax/net/ssl/SSLSession;
    move-result-object v0
    invoke-static {}, Ljavax/net/ssl/HttpsURLConnection;->getDefaultHostnameVerifier()Ljavax/net/ssl/HostnameVerifier;
    move-result-object v2
    invoke-interface {v2, v1, v0}, Ljavax/net/ssl/HostnameVerifier;->verify(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z
    return-void
.end method
