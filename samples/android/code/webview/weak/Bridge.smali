# What pages may call.
.class public Ltw/example/sample/code/Bridge;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public token()Ljava/lang/String;
    .registers 2
    const-string v0, "none"
    return-object v0
.end method
