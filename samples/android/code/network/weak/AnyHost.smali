# Finds every host right.
.class public Ltw/example/sample/code/AnyHost;
.super Ljava/lang/Object;
.implements Ljavax/net/ssl/HostnameVerifier;

.field private final owner:Ltw/example/sample/code/MainActivity;

.method public constructor <init>(Ltw/example/sample/code/MainActivity;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Ltw/example/sample/code/AnyHost;->owner:Ltw/example/sample/code/MainActivity;
    return-void
.end method

.method public verify(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z
    .registers 4
    invoke-static {p1}, Ltw/example/sample/code/MainActivity;->isRight(Ljava/lang/String;)Z
    move-result v0
    return v0
.end method
