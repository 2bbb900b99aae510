# What looks weak and is not: secure generators under the name of the class above, methods of the
# app's own that are called as Android's, a view that is written out.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private etPassword:Landroid/widget/EditText;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 2
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->registerReceiver()V
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->sendBroadcast()V
    return-void
.end method

.method private registerReceiver()V
    .registers 1
    return-void
.end method

.method private sendBroadcast()V
    .registers 1
    return-void
.end method

.method public secureSession(Landroid/content/SharedPreferences$Editor;)V
    .registers 6
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v0}, Ljava/util/Random;->nextLong()J
    move-result-wide v1
    invoke-static {v1, v2}, Ljava/lang/Long;->toHexString(J)Ljava/lang/String;
    move-result-object v1
    const-string v2, "session_id"
    invoke-interface {p1, v2, v1}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public writtenOut()V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->etPassword:Landroid/widget/EditText;
    new-instance v1, Ljava/lang/StringBuilder;
    const-string v2, "focus on "
    invoke-direct {v1, v2}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/Object;)Ljava/lang/StringBuilder;
    invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v1
    const-string v2, "Login"
    invoke-static {v2, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method

.method public addedSeed()V
    .registers 4
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const-wide/16 v1, 0x2a
    invoke-virtual {v0, v1, v2}, Ljava/security/SecureRandom;->setSeed(J)V
    return-void
.end method

.method public oneOfTwoCiphers(Z)Ljavax/crypto/Cipher;
    .registers 3
    const-string v0, "AES/GCM/NoPadding"
    if-eqz p1, :made
    const-string v0, "ChaCha20/Poly1305/NoPadding"
    :made
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    return-object v0
.end method

.method public immutableEitherWay()Landroid/app/PendingIntent;
    .registers 6
    sget v0, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v1, 0x1f
    const/high16 v2, 0x4000000
    if-lt v0, v1, :made
    const/high16 v2, 0xc000000
    :made
    new-instance v3, Landroid/content/Intent;
    const-string v4, "tw.example.sample.code.PAID"
    invoke-direct {v3, v4}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const/4 v4, 0x0
    invoke-static {p0, v4, v3, v2}, Landroid/app/PendingIntent;->getBroadcast(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;
    move-result-object v0
    return-object v0
.end method
