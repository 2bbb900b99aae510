.class public Lc3/b;
.super Ljava/lang/Object;

.method public static a()V
    .registers 0
    return-void
.end method
