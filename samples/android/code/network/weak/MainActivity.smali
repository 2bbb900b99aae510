# Accepts any certificate in three ways, asks for an old version of TLS and sends a request in clear.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private static final TRUST:[Ljavax/net/ssl/TrustManager;
.field private final names:Ljavax/net/ssl/HostnameVerifier;

.method static constructor <clinit>()V
    .registers 3
    const/4 v0, 0x1
    new-array v0, v0, [Ljavax/net/ssl/TrustManager;
    new-instance v1, Ltw/example/sample/code/Gullible;
    invoke-direct {v1}, Ltw/example/sample/code/Gullible;-><init>()V
    const/4 v2, 0x0
    aput-object v1, v0, v2
    sput-object v0, Ltw/example/sample/code/MainActivity;->TRUST:[Ljavax/net/ssl/TrustManager;
    return-void
.end method

.method public constructor <init>()V
    .registers 2
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    new-instance v0, Ltw/example/sample/code/AnyHost;
    invoke-direct {v0, p0}, Ltw/example/sample/code/AnyHost;-><init>(Ltw/example/sample/code/MainActivity;)V
    iput-object v0, p0, Ltw/example/sample/code/MainActivity;->names:Ljavax/net/ssl/HostnameVerifier;
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->trustAll()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->oldVersion()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->anyHost()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->careless()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->inClear()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->ownStore()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->pinned()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->ownSocket()V
    return-void
.end method

.method public trustAll()V
    .registers 4
    const-string v0, "TLS"
    invoke-static {v0}, Ljavax/net/ssl/SSLContext;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/SSLContext;
    move-result-object v0
    sget-object v1, Ltw/example/sample/code/MainActivity;->TRUST:[Ljavax/net/ssl/TrustManager;
    const/4 v2, 0x0
    invoke-virtual {v0, v2, v1, v2}, Ljavax/net/ssl/SSLContext;->init([Ljavax/net/ssl/KeyManager;[Ljavax/net/ssl/TrustManager;Ljava/security/SecureRandom;)V
    return-void
.end method

.method public oldVersion()V
    .registers 4
    const-string v0, "TLSv1"
    invoke-static {v0}, Ljavax/net/ssl/SSLContext;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/SSLContext;
    move-result-object v0
    const/4 v1, 0x0
    const/4 v2, 0x0
    invoke-virtual {v0, v2, v1, v2}, Ljavax/net/ssl/SSLContext;->init([Ljavax/net/ssl/KeyManager;[Ljavax/net/ssl/TrustManager;Ljava/security/SecureRandom;)V
    return-void
.end method

.method public anyHost()V
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->names:Ljavax/net/ssl/HostnameVerifier;
    invoke-static {v0}, Ljavax/net/ssl/HttpsURLConnection;->setDefaultHostnameVerifier(Ljavax/net/ssl/HostnameVerifier;)V
    return-void
.end method

.method public careless()V
    .registers 4
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    new-instance v0, Ltw/example/sample/code/Careless;
    invoke-direct {v0}, Ltw/example/sample/code/Careless;-><init>()V
    invoke-virtual {v2, v0}, Landroid/webkit/WebView;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    return-void
.end method

.method public inClear()V
    .registers 3
    new-instance v0, Ljava/net/URL;
    const-string v1, "http://api.example.tw/login"
    invoke-direct {v0, v1}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v0}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    return-void
.end method

.method public ownStore()V
    .registers 3
    const-string v0, "X509"
    invoke-static {v0}, Ljavax/net/ssl/TrustManagerFactory;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/TrustManagerFactory;
    move-result-object v0
    const-string v1, "BKS"
    invoke-static {v1}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v1
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

.method static isRight(Ljava/lang/String;)Z
    .registers 2
    const/4 v0, 0x1
    return v0
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
    return-void
.end method
