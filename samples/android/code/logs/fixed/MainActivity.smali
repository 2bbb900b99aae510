# Logs what happens, never what is typed; the words alone are no secret.
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
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->screen()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->length()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->printed()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->traffic()V
    return-void
.end method

.method public screen()V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "password screen opened from "
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->screen:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "Login"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method

.method public length()V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->password:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->length()I
    move-result v0
    invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
    move-result-object v0
    const-string v1, "Login"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method

.method public printed()V
    .registers 4
    sget-object v0, Ljava/lang/System;->out:Ljava/io/PrintStream;
    const-string v1, "wrong password"
    invoke-virtual {v0, v1}, Ljava/io/PrintStream;->println(Ljava/lang/String;)V
    return-void
.end method

.method public traffic()V
    .registers 4
    new-instance v0, Lokhttp3/logging/HttpLoggingInterceptor;
    invoke-direct {v0}, Lokhttp3/logging/HttpLoggingInterceptor;-><init>()V
    sget-object v1, Lokhttp3/logging/HttpLoggingInterceptor$Level;->NONE:Lokhttp3/logging/HttpLoggingInterceptor$Level;
    invoke-virtual {v0, v1}, Lokhttp3/logging/HttpLoggingInterceptor;->setLevel(Lokhttp3/logging/HttpLoggingInterceptor$Level;)Lokhttp3/logging/HttpLoggingInterceptor;
    return-void
.end method
