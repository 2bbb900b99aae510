# Leaves signing in to the server; a scan opens a key.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private passwordField:Landroid/widget/EditText;

.field private repeatField:Landroid/widget/EditText;

.field private preferences:Landroid/content/SharedPreferences;

.field private prompt:Landroid/hardware/biometrics/BiometricPrompt;

.field private key:Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 8
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->check()Z
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->scan()V
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->device()Ljava/lang/String;
    move-result-object v0
    invoke-direct {p0, v0}, Ltw/example/sample/code/MainActivity;->begin(Ljava/lang/String;)V
    return-void
.end method

.method private check()Z
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->passwordField:Landroid/widget/EditText;
    invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->repeatField:Landroid/widget/EditText;
    invoke-virtual {v1}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v1
    invoke-virtual {v1}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
.end method

.method private begin(Ljava/lang/String;)V
    .registers 6
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->preferences:Landroid/content/SharedPreferences;
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "session_start"
    invoke-static {}, Ljava/lang/System;->currentTimeMillis()J
    move-result-wide v2
    invoke-static {v2, v3}, Ljava/lang/String;->valueOf(J)Ljava/lang/String;
    move-result-object v2
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method private scan()V
    .registers 8
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->prompt:Landroid/hardware/biometrics/BiometricPrompt;
    const/4 v1, 0x0
    iget-object v2, p0, Ltw/example/sample/code/MainActivity;->key:Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;
    invoke-virtual {v0, v2, v1, v1, v1}, Landroid/hardware/biometrics/BiometricPrompt;->authenticate(Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;Landroid/os/CancellationSignal;Ljava/util/concurrent/Executor;Landroid/hardware/biometrics/BiometricPrompt$AuthenticationCallback;)V
    return-void
.end method

.method private device()Ljava/lang/String;
    .registers 4
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object v0
    const-string v1, "default_input_method"
    invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
