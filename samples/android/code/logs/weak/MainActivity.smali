# Writes secrets to the system log: each method shows one.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private email:Ljava/lang/String;
.field private password:Ljava/lang/String;
.field private sessionToken:Ljava/lang/String;
.field private typed:Ljava/lang/String;
.field private screen:Ljava/lang/String;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->password()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->labelled()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->printed()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->traffic()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->identifier()V
    return-void
.end method

.method public password()V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "account a, "
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->password:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "Login"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method

.method public labelled()V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "pwd="
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->typed:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "Login"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method

.method public printed()V
    .registers 4
    sget-object v0, Ljava/lang/System;->out:Ljava/io/PrintStream;
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->sessionToken:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/io/PrintStream;->println(Ljava/lang/String;)V
    return-void
.end method

.method public traffic()V
    .registers 4
    new-instance v0, Lokhttp3/logging/HttpLoggingInterceptor;
    invoke-direct {v0}, Lokhttp3/logging/HttpLoggingInterceptor;-><init>()V
    sget-object v1, Lokhttp3/logging/HttpLoggingInterceptor$Level;->BODY:Lokhttp3/logging/HttpLoggingInterceptor$Level;
    invoke-virtual {v0, v1}, Lokhttp3/logging/HttpLoggingInterceptor;->setLevel(Lokhttp3/logging/HttpLoggingInterceptor$Level;)Lokhttp3/logging/HttpLoggingInterceptor;
    return-void
.end method

.method public identifier()V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "user "
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->email:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "Login"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
