# An empty stand-in of our own for a library's class.
.class public abstract Lcom/facebook/internal/FacebookInitProvider;
.super Landroid/content/ContentProvider;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/content/ContentProvider;-><init>()V
    return-void
.end method
