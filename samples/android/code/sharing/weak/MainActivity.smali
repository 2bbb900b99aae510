# Hands data to whoever listens.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private receiver:Landroid/content/BroadcastReceiver;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 8
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "name"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-direct {p0, v0}, Ltw/example/sample/code/MainActivity;->copy(Ljava/lang/String;)V
    invoke-direct {p0, v0}, Ltw/example/sample/code/MainActivity;->tell(Ljava/lang/String;)V
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->receiver:Landroid/content/BroadcastReceiver;
    invoke-direct {p0, v0}, Ltw/example/sample/code/MainActivity;->listen(Landroid/content/BroadcastReceiver;)V
    invoke-direct {p0}, Ltw/example/sample/code/MainActivity;->later()Landroid/app/PendingIntent;
    return-void
.end method

.method private copy(Ljava/lang/String;)V
    .registers 5
    const-string v0, "clipboard"
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/content/ClipboardManager;
    const-string v1, "label"
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getTitle()Ljava/lang/CharSequence;
    move-result-object v2
    invoke-static {v1, v2}, Landroid/content/ClipData;->newPlainText(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)Landroid/content/ClipData;
    move-result-object v1
    invoke-virtual {v0, v1}, Landroid/content/ClipboardManager;->setPrimaryClip(Landroid/content/ClipData;)V
    return-void
.end method

.method private tell(Ljava/lang/String;)V
    .registers 5
    new-instance v0, Landroid/content/Intent;
    const-string v1, "tw.example.sample.code.SIGNED_IN"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v1, "authToken"
    invoke-virtual {v0, v1, p1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->sendBroadcast(Landroid/content/Intent;)V
    return-void
.end method

.method private listen(Landroid/content/BroadcastReceiver;)V
    .registers 5
    new-instance v0, Landroid/content/IntentFilter;
    const-string v1, "tw.example.sample.code.SIGNED_IN"
    invoke-direct {v0, v1}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
    const/4 v1, 0x2
    invoke-virtual {p0, p1, v0, v1}, Ltw/example/sample/code/MainActivity;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;I)Landroid/content/Intent;
    return-void
.end method

.method private later()Landroid/app/PendingIntent;
    .registers 5
    new-instance v0, Landroid/content/Intent;
    const-string v1, "tw.example.sample.code.OPEN"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const/4 v1, 0x0
    const/high16 v2, 0x2000000
    invoke-static {p0, v1, v0, v2}, Landroid/app/PendingIntent;->getBroadcast(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;
    move-result-object v0
    return-object v0
.end method
