.class public Ltw/example/sample/code/Base;
.super Ljava/lang/Object;

.field public mode:Ljava/lang/String;

.method public constructor <init>()V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    const-string v0, "GCM"
    iput-object v0, p0, Ltw/example/sample/code/Base;->mode:Ljava/lang/String;
    return-void
.end method

.method public key()Ljava/lang/String;
    .registers 2
    const-string v0, "placeholder"
    return-object v0
.end method

# What a class below may take for its own answer to an interface.
.method public checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public setUp(Ljava/lang/String;)V
    .registers 3
    move-object v0, p1
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method
