# A web view of the app's own.
.class public Ltw/example/sample/code/Web;
.super Landroid/webkit/WebView;

.method public constructor <init>(Landroid/content/Context;)V
    .registers 2
    invoke-direct {p0, p1}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    return-void
.end method
