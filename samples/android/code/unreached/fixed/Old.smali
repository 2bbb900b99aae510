# Reached by nothing: clears the clipboard.
.class public Ltw/example/sample/code/Old;
.super Ljava/lang/Object;

.field private clipboard:Landroid/content/ClipboardManager;

.method public clear()V
    .registers 3
    const-string v0, ""
    iget-object v1, p0, Ltw/example/sample/code/Old;->clipboard:Landroid/content/ClipboardManager;
    invoke-virtual {v1, v0}, Landroid/content/ClipboardManager;->setText(Ljava/lang/CharSequence;)V
    return-void
.end method
