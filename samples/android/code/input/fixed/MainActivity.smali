# The same with constants, arguments and comparisons.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->openPage()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->runScript()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->search()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->lookUp()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->greet()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->run()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->read()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->format()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->unpack()V
    return-void
.end method

.method public openPage()V
    .registers 4
    const-string v0, "https://www.example.tw/"
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    invoke-virtual {v2, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    return-void
.end method

.method public runScript()V
    .registers 5
    const-string v0, "show('all')"
    new-instance v2, Landroid/webkit/WebView;
    invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    const/4 v3, 0x0
    invoke-virtual {v2, v0, v3}, Landroid/webkit/WebView;->evaluateJavascript(Ljava/lang/String;Landroid/webkit/ValueCallback;)V
    return-void
.end method

.method public search()V
    .registers 5
    const v0, 0x7f010000
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    const/4 v1, 0x1
    new-array v3, v1, [Ljava/lang/String;
    const/4 v1, 0x0
    aput-object v0, v3, v1
    move-object p0, p0
    const-string v1, "app.db"
    const/4 v2, 0x0
    const/4 v4, 0x0
    invoke-virtual {p0, v1, v2, v4}, Ltw/example/sample/code/MainActivity;->openOrCreateDatabase(Ljava/lang/String;ILandroid/database/sqlite/SQLiteDatabase$CursorFactory;)Landroid/database/sqlite/SQLiteDatabase;
    move-result-object v2
    const-string v0, "SELECT * FROM parcel WHERE name = ?"
    invoke-virtual {v2, v0, v3}, Landroid/database/sqlite/SQLiteDatabase;->rawQuery(Ljava/lang/String;[Ljava/lang/String;)Landroid/database/Cursor;
    return-void
.end method

.method public lookUp()V
    .registers 5
    const-string v0, "parcel"
    const-string v1, "app.db"
    const/4 v2, 0x0
    const/4 v3, 0x0
    invoke-virtual {p0, v1, v2, v3}, Ltw/example/sample/code/MainActivity;->openOrCreateDatabase(Ljava/lang/String;ILandroid/database/sqlite/SQLiteDatabase$CursorFactory;)Landroid/database/sqlite/SQLiteDatabase;
    move-result-object v2
    const-string v3, "SELECT * FROM "
    invoke-static {v3, v0}, Ltw/example/sample/code/MainActivity;->joined(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const/4 v3, 0x0
    invoke-virtual {v2, v0, v3}, Landroid/database/sqlite/SQLiteDatabase;->rawQuery(Ljava/lang/String;[Ljava/lang/String;)Landroid/database/Cursor;
    return-void
.end method

.method public greet()V
    .registers 5
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "name"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const-string v3, "Hello, "
    invoke-static {v3, v0}, Ltw/example/sample/code/MainActivity;->joined(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-void
.end method

.method public run()V
    .registers 4
    const-string v0, "which su"
    invoke-static {}, Ljava/lang/Runtime;->getRuntime()Ljava/lang/Runtime;
    move-result-object v2
    invoke-virtual {v2, v0}, Ljava/lang/Runtime;->exec(Ljava/lang/String;)Ljava/lang/Process;
    return-void
.end method

.method public read()V
    .registers 4
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getFilesDir()Ljava/io/File;
    move-result-object v0
    new-instance v1, Ljava/io/FileInputStream;
    invoke-direct {v1, v0}, Ljava/io/FileInputStream;-><init>(Ljava/io/File;)V
    return-void
.end method

.method public format()V
    .registers 5
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "text"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const/4 v1, 0x1
    new-array v2, v1, [Ljava/lang/Object;
    const/4 v1, 0x0
    aput-object v0, v2, v1
    const-string v0, "%s"
    invoke-static {v0, v2}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;
    return-void
.end method

.method public unpack()V
    .registers 4
    const/4 v0, 0x0
    const-string v1, "a.zip"
    new-instance v2, Ljava/util/zip/ZipFile;
    invoke-direct {v2, v1}, Ljava/util/zip/ZipFile;-><init>(Ljava/lang/String;)V
    const-string v1, "entry"
    invoke-virtual {v2, v1}, Ljava/util/zip/ZipFile;->getEntry(Ljava/lang/String;)Ljava/util/zip/ZipEntry;
    move-result-object v1
    invoke-virtual {v1}, Ljava/util/zip/ZipEntry;->getName()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getFilesDir()Ljava/io/File;
    move-result-object v2
    new-instance v0, Ljava/io/File;
    invoke-direct {v0, v2, v1}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    invoke-virtual {v0}, Ljava/io/File;->getCanonicalPath()Ljava/lang/String;
    return-void
.end method

.method private static joined(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    .registers 3
    new-instance v0, Ljava/lang/StringBuilder;
    invoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V
    invoke-virtual {v0, p0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0, p1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
