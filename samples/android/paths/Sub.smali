.class public Ltw/example/sample/code/Sub;
.super Ltw/example/sample/code/Base;
.implements Ltw/example/sample/code/Opens;
.implements Ljavax/net/ssl/X509TrustManager;

.method public constructor <init>()V
    .registers 2
    invoke-direct {p0}, Ltw/example/sample/code/Base;-><init>()V
    const-string v0, "ECB"
    iput-object v0, p0, Ltw/example/sample/code/Sub;->mode:Ljava/lang/String;
    return-void
.end method

.method public native key()Ljava/lang/String;
.end method

.method public open(Ljava/lang/String;)V
    .registers 3
    move-object v0, p1
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method
