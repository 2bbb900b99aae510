# A renamed library with a weakness of its own. It names no class of the app.
.class public Lc3/a;
.super Ljava/lang/Object;

.method public static a()V
    .registers 1
    const-string v0, "DES/ECB/NoPadding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    invoke-static {}, Lc3/b;->a()V
    return-void
.end method
