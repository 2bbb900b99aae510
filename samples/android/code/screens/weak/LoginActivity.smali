# A login screen that nothing guards.
.class public Ltw/example/sample/code/LoginActivity;
.super Landroid/app/Activity;

.field private passwordField:Landroid/widget/EditText;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 8
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V

    iget-object v0, p0, Ltw/example/sample/code/LoginActivity;->passwordField:Landroid/widget/EditText;
    const/16 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/widget/EditText;->setInputType(I)V
    return-void
.end method
