# Takes what other apps hand over as it is, and hands data back to whoever asks.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private link:Ljava/lang/String;
.field private token:Ljava/lang/String;
.field private stream:Ljava/io/InputStream;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->forward()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->follow()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->answer()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->giveBack()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->parse()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->revive()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->take()V
    return-void
.end method

.method public forward()V
    .registers 4
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "next"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getParcelableExtra(Ljava/lang/String;)Landroid/os/Parcelable;
    move-result-object v0
    check-cast v0, Landroid/content/Intent;
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->startActivity(Landroid/content/Intent;)V
    return-void
.end method

.method public follow()V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->link:Ljava/lang/String;
    const/4 v1, 0x1
    invoke-static {v0, v1}, Landroid/content/Intent;->parseUri(Ljava/lang/String;I)Landroid/content/Intent;
    move-result-object v0
    invoke-virtual {p0, v0}, Ltw/example/sample/code/MainActivity;->startActivity(Landroid/content/Intent;)V
    return-void
.end method

.method public answer()V
    .registers 5
    new-instance v0, Landroid/content/Intent;
    invoke-direct {v0}, Landroid/content/Intent;-><init>()V
    const-string v1, "authToken"
    iget-object v2, p0, Ltw/example/sample/code/MainActivity;->token:Ljava/lang/String;
    invoke-virtual {v0, v1, v2}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    const/4 v1, -0x1
    invoke-virtual {p0, v1, v0}, Ltw/example/sample/code/MainActivity;->setResult(ILandroid/content/Intent;)V
    return-void
.end method

.method public giveBack()V
    .registers 4
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const/4 v1, -0x1
    invoke-virtual {p0, v1, v0}, Ltw/example/sample/code/MainActivity;->setResult(ILandroid/content/Intent;)V
    return-void
.end method

.method public parse()V
    .registers 4
    invoke-static {}, Landroid/util/Xml;->newPullParser()Lorg/xmlpull/v1/XmlPullParser;
    move-result-object v0
    const-string v1, "http://xmlpull.org/v1/doc/features.html#process-docdecl"
    const/4 v2, 0x1
    invoke-interface {v0, v1, v2}, Lorg/xmlpull/v1/XmlPullParser;->setFeature(Ljava/lang/String;Z)V
    return-void
.end method

.method public revive()V
    .registers 4
    new-instance v0, Ljava/io/ObjectInputStream;
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->stream:Ljava/io/InputStream;
    invoke-direct {v0, v1}, Ljava/io/ObjectInputStream;-><init>(Ljava/io/InputStream;)V
    invoke-virtual {v0}, Ljava/io/ObjectInputStream;->readObject()Ljava/lang/Object;
    return-void
.end method

.method public take()V
    .registers 4
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "next"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getSerializableExtra(Ljava/lang/String;)Ljava/io/Serializable;
    return-void
.end method
