# Encrypts for another purpose, with the key store.
.class public Ltw/example/sample/code/Backup;
.super Landroid/app/Service;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public key()V
    .registers 5
    const-string v1, "AndroidKeyStore"
    invoke-static {v1}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v1
    const-string v2, "vault"
    const/4 v3, 0x0
    invoke-virtual {v1, v2, v3}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v1
    return-void
.end method
