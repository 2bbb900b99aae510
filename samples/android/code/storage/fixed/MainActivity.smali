# The same done well: modes for the app alone, its own folders, keys and accounts that come from
# the user or the key store.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private email:Ljava/lang/String;
.field private sessionToken:Ljava/lang/String;
.field private account:Ljava/lang/String;
.field private typed:Ljava/lang/String;
.field private key:[B

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->clearedToken()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->plainAccount()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->forItself()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->inItsFolder()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->login()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->header()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->vault()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->keyStore()V
    return-void
.end method

.method public clearedToken()V
    .registers 4
    const-string v0, "app"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "session_token"
    const-string v2, ""
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public plainAccount()V
    .registers 4
    const-string v0, "app"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "theme"
    iget-object v2, p0, Ltw/example/sample/code/MainActivity;->account:Ljava/lang/String;
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method

.method public forItself()V
    .registers 4
    const-string v0, "notes.txt"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/code/MainActivity;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
    return-void
.end method

.method public inItsFolder()V
    .registers 4
    const/4 v0, 0x0
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->getExternalFilesDir(Ljava/lang/String;)Ljava/io/File;
    move-result-object v0
    new-instance v1, Ljava/io/File;
    const-string v2, "notes.txt"
    invoke-direct {v1, v0, v2}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v0, Ljava/io/FileOutputStream;
    invoke-direct {v0, v1}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    return-void
.end method

.method public login()V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->account:Ljava/lang/String;
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->typed:Ljava/lang/String;
    invoke-static {v0, v1}, Lokhttp3/Credentials;->basic(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    return-void
.end method

.method public header()V
    .registers 4
    new-instance v0, Lokhttp3/Request$Builder;
    invoke-direct {v0}, Lokhttp3/Request$Builder;-><init>()V
    const-string v1, "Authorization"
    iget-object v2, p0, Ltw/example/sample/code/MainActivity;->sessionToken:Ljava/lang/String;
    invoke-virtual {v0, v1, v2}, Lokhttp3/Request$Builder;->addHeader(Ljava/lang/String;Ljava/lang/String;)Lokhttp3/Request$Builder;
    return-void
.end method

.method public vault()V
    .registers 4
    new-instance v0, Lnet/zetetic/database/sqlcipher/SupportOpenHelperFactory;
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->key:[B
    invoke-direct {v0, v1}, Lnet/zetetic/database/sqlcipher/SupportOpenHelperFactory;-><init>([B)V
    return-void
.end method

.method public keyStore()V
    .registers 4
    const-string v0, "AndroidKeyStore"
    invoke-static {v0}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v0
    const/4 v2, 0x0
    const/4 v1, 0x0
    invoke-virtual {v0, v2, v1}, Ljava/security/KeyStore;->load(Ljava/io/InputStream;[C)V
    return-void
.end method
