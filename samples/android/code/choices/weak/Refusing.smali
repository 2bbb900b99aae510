# Refuses every certificate.
.class public Ltw/example/sample/code/Refusing;
.super Ltw/example/sample/code/Accepting;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ltw/example/sample/code/Accepting;-><init>()V
    return-void
.end method

.method public checkClientTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 4
    new-instance v0, Ljava/security/cert/CertificateException;
    invoke-direct {v0}, Ljava/security/cert/CertificateException;-><init>()V
    throw v0
.end method
