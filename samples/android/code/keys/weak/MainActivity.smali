# Encrypts with keys that stand in the app: one in a constant, one put together by a helper.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private static final SECRET:Ljava/lang/String; = "0123456789abcdef"

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->fromConstant()Ljavax/crypto/spec/SecretKeySpec;
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->fromHelper()Ljavax/crypto/spec/SecretKeySpec;
    return-void
.end method

.method public fromConstant()Ljavax/crypto/spec/SecretKeySpec;
    .registers 4
    sget-object v0, Ltw/example/sample/code/MainActivity;->SECRET:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method

.method public fromHelper()Ljavax/crypto/spec/SecretKeySpec;
    .registers 4
    invoke-static {}, Ltw/example/sample/code/MainActivity;->key()[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method

.method private static key()[B
    .registers 2
    const/16 v0, 0x10
    new-array v0, v0, [B
    fill-array-data v0, :bytes
    return-object v0
    :bytes
    .array-data 1
        0x1t 0x2t 0x3t 0x4t 0x5t 0x6t 0x7t 0x8t 0x9t 0xat 0xbt 0xct 0xdt 0xet 0xft 0x10t
    .end array-data
.end method
