.class public Ltw/example/sample/code/Below;
.super Ltw/example/sample/code/Sub;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ltw/example/sample/code/Sub;-><init>()V
    return-void
.end method

# What it calls of Sub is what Sub inherits.
.method public setUp(Ljava/lang/String;)V
    .registers 3
    const-string v0, "from below"
    invoke-super {p0, v0}, Ltw/example/sample/code/Sub;->setUp(Ljava/lang/String;)V
    return-void
.end method
