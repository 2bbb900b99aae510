# The same done well, and normal cases that look alike: ECB in the name of an RSA transformation,
# MD5 of a cache key, Random for dice.
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
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->goodCipher()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->ecbInNameOnly()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->randomVector()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->goodKey()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->derived()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->hashedCacheKey()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->secureKey()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->diced()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->keyInStore()V
    return-void
.end method

.method public goodCipher()V
    .registers 2
    const-string v0, "AES/GCM/NoPadding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public ecbInNameOnly()V
    .registers 2
    const-string v0, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    return-void
.end method

.method public randomVector()V
    .registers 4
    const/16 v0, 0x10
    new-array v0, v0, [B
    new-instance v1, Ljava/security/SecureRandom;
    invoke-direct {v1}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v1, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    new-instance v1, Ljavax/crypto/spec/IvParameterSpec;
    invoke-direct {v1, v0}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    return-void
.end method

.method public goodKey()V
    .registers 3
    const-string v0, "RSA"
    invoke-static {v0}, Ljava/security/KeyPairGenerator;->getInstance(Ljava/lang/String;)Ljava/security/KeyPairGenerator;
    move-result-object v0
    const/16 v1, 0x800
    invoke-virtual {v0, v1}, Ljava/security/KeyPairGenerator;->initialize(I)V
    return-void
.end method

.method public derived()V
    .registers 6
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->password:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
    move-result-object v0
    const/16 v1, 0x10
    new-array v1, v1, [B
    new-instance v2, Ljava/security/SecureRandom;
    invoke-direct {v2}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v2, v1}, Ljava/security/SecureRandom;->nextBytes([B)V
    const v2, 0x927c0
    const/16 v3, 0x100
    new-instance v4, Ljavax/crypto/spec/PBEKeySpec;
    invoke-direct {v4, v0, v1, v2, v3}, Ljavax/crypto/spec/PBEKeySpec;-><init>([C[BII)V
    return-void
.end method

.method public hashedCacheKey()V
    .registers 3
    const-string v0, "MD5"
    invoke-static {v0}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    move-result-object v0
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->cacheKey:Ljava/lang/String;
    invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/security/MessageDigest;->digest([B)[B
    return-void
.end method

.method public secureKey()V
    .registers 4
    const/16 v0, 0x10
    new-array v0, v0, [B
    new-instance v1, Ljava/security/SecureRandom;
    invoke-direct {v1}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v1, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-void
.end method

.method public diced()V
    .registers 4
    new-instance v0, Ljava/util/Random;
    invoke-direct {v0}, Ljava/util/Random;-><init>()V
    const/4 v1, 0x6
    invoke-virtual {v0, v1}, Ljava/util/Random;->nextInt(I)I
    return-void
.end method

.method public keyInStore()V
    .registers 5
    new-instance v0, Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const-string v1, "vault"
    const/4 v2, 0x3
    invoke-direct {v0, v1, v2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;-><init>(Ljava/lang/String;I)V
    return-void
.end method

.method public sealed([B)Ljava/lang/String;
    .registers 6
    const-string v0, "AES/GCM/NoPadding"
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
