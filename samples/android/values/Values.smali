# Each method hands one value to `take`; a test knows what can be told of it.
.class public Ltw/example/sample/code/Values;
.super Landroid/app/Activity;

.field private static final NAMED:Ljava/lang/String; = "named"
.field private static counted:I
.field private once:Ljava/lang/String;
.field private twice:Ljava/lang/String;

.method public constructor <init>()V
    .registers 2
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    const-string v0, "once"
    iput-object v0, p0, Ltw/example/sample/code/Values;->once:Ljava/lang/String;
    iput-object v0, p0, Ltw/example/sample/code/Values;->twice:Ljava/lang/String;
    const/4 v0, 0x7
    sput v0, Ltw/example/sample/code/Values;->counted:I
    return-void
.end method

.method public static take(Ljava/lang/Object;)V
    .registers 1
    return-void
.end method

.method public static takeNumber(JZI)V
    .registers 4
    return-void
.end method

.method public constant()V
    .registers 2
    const-string v0, "常數😀"
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public nothing()V
    .registers 2
    const/4 v0, 0x0
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public numbers()V
    .registers 5
    const-wide v0, 0x123456789aL
    const/4 v2, 0x1
    const/16 v3, 0x40
    or-int/lit8 v3, v3, 0x2
    invoke-static {v0, v1, v2, v3}, Ltw/example/sample/code/Values;->takeNumber(JZI)V
    return-void
.end method

.method public built(Ljava/lang/String;)V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "AES"
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    const/16 v1, 0x2f
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(C)Ljava/lang/StringBuilder;
    const-string v1, "ECB"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public chosen(Z)V
    .registers 3
    if-eqz p1, :no
    const-string v0, "yes"
    goto :then
    :no
    const-string v0, "no"
    :then
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public looped(I)V
    .registers 3
    const-string v0, "first"
    :again
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    const-string v0, "later"
    add-int/lit8 p1, p1, -0x1
    if-gtz p1, :again
    return-void
.end method

.method public guarded()V
    .registers 3
    const-string v0, "before"
    :start
    const-string v0, "inside"
    invoke-static {}, Ljava/lang/System;->gc()V
    :end
    .catchall {:start .. :end} :caught
    return-void
    :caught
    move-exception v1
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public switched(I)V
    .registers 3
    packed-switch p1, :table
    const-string v0, "other"
    goto :then
    :zero
    const-string v0, "zero"
    goto :then
    :one
    const-string v0, "one"
    :then
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
    :table
    .packed-switch 0x0
        :zero
        :one
    .end packed-switch
.end method

.method public staticField()V
    .registers 2
    sget-object v0, Ltw/example/sample/code/Values;->NAMED:Ljava/lang/String;
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public fieldOnce()V
    .registers 2
    iget-object v0, p0, Ltw/example/sample/code/Values;->once:Ljava/lang/String;
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public fieldTwice(Ljava/lang/String;)V
    .registers 3
    iput-object p1, p0, Ltw/example/sample/code/Values;->twice:Ljava/lang/String;
    iget-object v0, p0, Ltw/example/sample/code/Values;->twice:Ljava/lang/String;
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public helped()V
    .registers 3
    const-string v0, "SHA-"
    const-string v1, "1"
    invoke-static {v0, v1}, Ltw/example/sample/code/Values;->joined(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
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

.method private passed(Ljava/lang/String;)V
    .registers 2
    invoke-static {p1}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public passes()V
    .registers 2
    const-string v0, "passed"
    invoke-direct {p0, v0}, Ltw/example/sample/code/Values;->passed(Ljava/lang/String;)V
    return-void
.end method

.method public array()V
    .registers 5
    const/4 v0, 0x3
    new-array v1, v0, [B
    const/4 v2, 0x0
    const/16 v3, 0x41
    aput-byte v3, v1, v2
    invoke-static {v1}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public filled()V
    .registers 4
    const/16 v0, 0x4
    new-array v1, v0, [B
    new-instance v2, Ljava/security/SecureRandom;
    invoke-direct {v2}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v2, v1}, Ljava/security/SecureRandom;->nextBytes([B)V
    invoke-static {v1}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public loopBack(I)V
    .registers 4
    const-string v0, "first"
    const/4 v1, 0x0
    :head
    if-lez p1, :done
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    if-eqz v1, :away
    :back
    add-int/lit8 p1, p1, -0x1
    goto :head
    :done
    return-void
    :away
    const-string v0, "later"
    goto :back
.end method

.method public object()V
    .registers 3
    new-instance v0, Landroid/content/Intent;
    const-string v1, "tw.example.ACTION"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    invoke-static {v0}, Ltw/example/sample/code/Values;->take(Ljava/lang/Object;)V
    return-void
.end method
