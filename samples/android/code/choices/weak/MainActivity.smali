# Weak in one of several ways only, or under the name of another class: each method shows one.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private password:Lcom/google/android/material/textfield/TextInputEditText;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 2
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    return-void
.end method

.method public oneOfTwoKeys(Z)Ljavax/crypto/spec/SecretKeySpec;
    .registers 5
    const-string v0, "0123456789abcdef"
    if-eqz p1, :made
    const-string v0, "fedcba9876543210"
    :made
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method

.method public keyOrFallback(Ljavax/crypto/SecretKey;)Ljavax/crypto/spec/SecretKeySpec;
    .registers 5
    invoke-interface {p1}, Ljavax/crypto/SecretKey;->getEncoded()[B
    move-result-object v0
    if-nez v0, :made
    const-string v0, "0123456789abcdef"
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    :made
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method

.method public keyFromNobodyKnows([B)Ljavax/crypto/spec/SecretKeySpec;
    .registers 5
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, p1, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method

.method public cipherFromNobodyKnows(Ljava/lang/String;)Ljavax/crypto/Cipher;
    .registers 3
    invoke-static {p1}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    return-object v0
.end method

.method public mutableOnNewAndroids()Landroid/app/PendingIntent;
    .registers 6
    sget v0, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v1, 0x1f
    const/4 v2, 0x0
    if-lt v0, v1, :made
    const/high16 v2, 0x2000000
    :made
    new-instance v3, Landroid/content/Intent;
    const-string v4, "tw.example.sample.code.PAID"
    invoke-direct {v3, v4}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const/4 v4, 0x0
    invoke-static {p0, v4, v3, v2}, Landroid/app/PendingIntent;->getBroadcast(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;
    move-result-object v0
    return-object v0
.end method

.method public materialField()Z
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->password:Lcom/google/android/material/textfield/TextInputEditText;
    invoke-virtual {v0}, Lcom/google/android/material/textfield/TextInputEditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-static {v0}, Ljava/lang/String;->valueOf(Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v0
    const-string v1, "parcel-7"
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
.end method

.method public ownWebView()V
    .registers 3
    new-instance v0, Ltw/example/sample/code/Web;
    invoke-direct {v0, p0}, Ltw/example/sample/code/Web;-><init>(Landroid/content/Context;)V
    new-instance v1, Ltw/example/sample/code/Careless;
    invoke-direct {v1}, Ltw/example/sample/code/Careless;-><init>()V
    invoke-virtual {v0, v1}, Ltw/example/sample/code/Web;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    return-void
.end method

.method public refusingBelowAccepting()V
    .registers 5
    const/4 v0, 0x1
    new-array v0, v0, [Ljavax/net/ssl/TrustManager;
    new-instance v1, Ltw/example/sample/code/Refusing;
    invoke-direct {v1}, Ltw/example/sample/code/Refusing;-><init>()V
    const/4 v2, 0x0
    aput-object v1, v0, v2
    const-string v3, "TLS"
    invoke-static {v3}, Ljavax/net/ssl/SSLContext;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/SSLContext;
    move-result-object v3
    const/4 v4, 0x0
    invoke-virtual {v3, v4, v0, v4}, Ljavax/net/ssl/SSLContext;->init([Ljavax/net/ssl/KeyManager;[Ljavax/net/ssl/TrustManager;Ljava/security/SecureRandom;)V
    return-void
.end method

.method public socketByTheNameAbove()Ljava/net/Socket;
    .registers 4
    invoke-static {}, Ljavax/net/ssl/SSLSocketFactory;->getDefault()Ljavax/net/SocketFactory;
    move-result-object v0
    const-string v1, "api.example.tw"
    const/16 v2, 0x1bb
    invoke-virtual {v0, v1, v2}, Ljavax/net/SocketFactory;->createSocket(Ljava/lang/String;I)Ljava/net/Socket;
    move-result-object v0
    return-object v0
.end method

.method public loaderOfAnotherName(Ljava/lang/String;)Ljava/lang/ClassLoader;
    .registers 4
    new-instance v0, Ldalvik/system/DelegateLastClassLoader;
    const/4 v1, 0x0
    invoke-direct {v0, p1, v1}, Ldalvik/system/DelegateLastClassLoader;-><init>(Ljava/lang/String;Ljava/lang/ClassLoader;)V
    return-object v0
.end method

.method public secretInABundle(Ljava/lang/String;)V
    .registers 5
    new-instance v0, Landroid/os/Bundle;
    invoke-direct {v0}, Landroid/os/Bundle;-><init>()V
    const-string v1, "access_token"
    invoke-virtual {v0, v1, p1}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
    new-instance v1, Landroid/content/Intent;
    const-string v2, "tw.example.sample.code.SIGNED_IN"
    invoke-direct {v1, v2}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    invoke-virtual {v1, v0}, Landroid/content/Intent;->putExtras(Landroid/os/Bundle;)Landroid/content/Intent;
    invoke-virtual {p0, v1}, Ltw/example/sample/code/MainActivity;->sendBroadcast(Landroid/content/Intent;)V
    return-void
.end method

.method public anyAppMaySendIt(Landroid/content/BroadcastReceiver;)V
    .registers 4
    new-instance v0, Landroid/content/IntentFilter;
    const-string v1, "android.intent.action.DOWNLOAD_COMPLETE"
    invoke-direct {v0, v1}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
    const/4 v1, 0x2
    invoke-virtual {p0, p1, v0, v1}, Ltw/example/sample/code/MainActivity;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;I)Landroid/content/Intent;
    return-void
.end method

.method public fromItself()V
    .registers 4
    invoke-static {p0}, Landroidx/localbroadcastmanager/content/LocalBroadcastManager;->getInstance(Landroid/content/Context;)Landroidx/localbroadcastmanager/content/LocalBroadcastManager;
    move-result-object v0
    new-instance v1, Ltw/example/sample/code/MainActivity$Local;
    invoke-direct {v1}, Ltw/example/sample/code/MainActivity$Local;-><init>()V
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Landroidx/localbroadcastmanager/content/LocalBroadcastManager;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)V
    return-void
.end method

.method public preferences(Z)Landroid/content/SharedPreferences;
    .registers 5
    const-string v0, "vault"
    if-nez p1, :plain
    const/4 v1, 0x0
    invoke-static {v0, v0, p0, v1, v1}, Landroidx/security/crypto/EncryptedSharedPreferences;->create(Ljava/lang/String;Ljava/lang/String;Landroid/content/Context;Landroidx/security/crypto/EncryptedSharedPreferences$PrefKeyEncryptionScheme;Landroidx/security/crypto/EncryptedSharedPreferences$PrefValueEncryptionScheme;)Landroid/content/SharedPreferences;
    move-result-object v0
    return-object v0
    :plain
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    return-object v0
.end method

.method public storedEitherWay(Landroid/content/SharedPreferences$Editor;Ljava/lang/String;)V
    .registers 4
    const-string v0, "access_token"
    invoke-interface {p1, v0, p2}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public sealedIntoAStream(Ljavax/crypto/SecretKey;[B)V
    .registers 6
    const-string v0, "DES"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    const/4 v1, 0x1
    invoke-virtual {v0, v1, p1}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v0, p2}, Ljavax/crypto/Cipher;->doFinal([B)[B
    move-result-object v1
    const-string v0, "vault"
    const/4 v2, 0x0
    invoke-virtual {p0, v0, v2}, Ltw/example/sample/code/MainActivity;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
    move-result-object v0
    invoke-virtual {v0, v1}, Ljava/io/OutputStream;->write([B)V
    return-void
.end method

.method public seededAsOldAndroidsTakeIt()Ljava/security/SecureRandom;
    .registers 4
    const-string v0, "SHA1PRNG"
    invoke-static {v0}, Ljava/security/SecureRandom;->getInstance(Ljava/lang/String;)Ljava/security/SecureRandom;
    move-result-object v0
    const-wide/16 v1, 0x2a
    invoke-virtual {v0, v1, v2}, Ljava/security/SecureRandom;->setSeed(J)V
    return-object v0
.end method
