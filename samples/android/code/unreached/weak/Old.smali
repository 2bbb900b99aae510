# Reached by nothing: copies the password that the user types, and keeps its window out of pictures, which counts for
# nothing.
.class public Ltw/example/sample/code/Old;
.super Ljava/lang/Object;

.field private passwordField:Landroid/widget/EditText;
.field private clipboard:Landroid/content/ClipboardManager;
.field private window:Landroid/view/Window;

.method public copy()V
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/Old;->passwordField:Landroid/widget/EditText;
    invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Ltw/example/sample/code/Old;->clipboard:Landroid/content/ClipboardManager;
    invoke-virtual {v1, v0}, Landroid/content/ClipboardManager;->setText(Ljava/lang/CharSequence;)V
    return-void
.end method

.method public hide()V
    .registers 3
    iget-object v0, p0, Ltw/example/sample/code/Old;->window:Landroid/view/Window;
    const/16 v1, 0x2000
    invoke-virtual {v0, v1}, Landroid/view/Window;->addFlags(I)V
    return-void
.end method
