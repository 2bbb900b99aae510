# Encrypts with weak ciphers, keys, vectors and numbers: each method shows one.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private phoneNumber:Ljava/lang/String;
.field private password:Ljava/lang/String;
.field private cacheKey:Ljava/lang/String;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->brokenCipher()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->modeThatIsEcb()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->tripleDes()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->rsaWithoutPadding()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->constantVector()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->smallKey()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->derived()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->hashedPassword()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->hashedPhone()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->predictableKey()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->seeded()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->reusedKey()V
    return-void
.end method

.method public brokenCipher()V
    .registers 2
    const-string v0, "DES/CBC/PKCS5Padding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public modeThatIsEcb()V
    .registers 2
    const-string v0, "AES"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public tripleDes()V
    .registers 2
    const-string v0, "DESede/CBC/PKCS5Padding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public rsaWithoutPadding()V
    .registers 2
    const-string v0, "RSA/ECB/NoPadding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public constantVector()V
    .registers 4
    const-string v0, "0123456789abcdef"
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/IvParameterSpec;
    invoke-direct {v1, v0}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    return-void
.end method

.method public smallKey()V
    .registers 3
    const-string v0, "RSA"
    invoke-static {v0}, Ljava/security/KeyPairGenerator;->getInstance(Ljava/lang/String;)Ljava/security/KeyPairGenerator;
    move-result-object v0
    const/16 v1, 0x400
    invoke-virtual {v0, v1}, Ljava/security/KeyPairGenerator;->initialize(I)V
    return-void
.end method

.method public derived()V
    .registers 6
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->password:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
    move-result-object v0
    const-string v1, "salt"
    invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    const v2, 0x3e8
    const/16 v3, 0x100
    new-instance v4, Ljavax/crypto/spec/PBEKeySpec;
    invoke-direct {v4, v0, v1, v2, v3}, Ljavax/crypto/spec/PBEKeySpec;-><init>([C[BII)V
    return-void
.end method

.method public hashedPassword()V
    .registers 3
    const-string v0, "MD5"
    invoke-static {v0}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    move-result-object v0
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->password:Ljava/lang/String;
    invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/security/MessageDigest;->digest([B)[B
    return-void
.end method

.method public hashedPhone()V
    .registers 3
    const-string v0, "SHA-256"
    invoke-static {v0}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    move-result-object v0
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->phoneNumber:Ljava/lang/String;
    invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/security/MessageDigest;->digest([B)[B
    return-void
.end method

.method public predictableKey()V
    .registers 4
    const/16 v0, 0x10
    new-array v0, v0, [B
    new-instance v1, Ljava/util/Random;
    invoke-direct {v1}, Ljava/util/Random;-><init>()V
    invoke-virtual {v1, v0}, Ljava/util/Random;->nextBytes([B)V
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-void
.end method

.method public seeded()V
    .registers 4
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const-wide/16 v1, 0x2a
    invoke-virtual {v0, v1, v2}, Ljava/security/SecureRandom;->setSeed(J)V
    return-void
.end method

.method public reusedKey()V
    .registers 4
    const-string v0, "one key for both"
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-void
.end method

.method public sealed([B)Ljava/lang/String;
    .registers 6
    const-string v0, "Blowfish/CBC/PKCS5Padding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    const-string v1, "AndroidKeyStore"
    invoke-static {v1}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v1
    const-string v2, "vault"
    const/4 v3, 0x0
    invoke-virtual {v1, v2, v3}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v1
    const/4 v3, 0x1
    invoke-virtual {v0, v3, v1}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v0, p1}, Ljavax/crypto/Cipher;->doFinal([B)[B
    move-result-object v0
    const/4 v1, 0x2
    invoke-static {v0, v1}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method

.method public store([B)V
    .registers 5
    const/4 v0, 0x0
    const-string v1, "app"
    invoke-virtual {p0, v1, v0}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    invoke-virtual {p0, p1}, Ltw/example/sample/code/MainActivity;->sealed([B)Ljava/lang/String;
    move-result-object v1
    const-string v2, "note"
    invoke-interface {v0, v2, v1}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method
