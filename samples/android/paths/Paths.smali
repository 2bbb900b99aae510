# Each method hands one value to `take`, which depends on where paths meet, on who else calls or writes.
.class public Ltw/example/sample/code/Paths;
.super Landroid/app/Activity;

.field private static final SECRET:[B

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method static constructor <clinit>()V
    .registers 3
    const/4 v0, 0x2
    new-array v0, v0, [B
    const/4 v1, 0x1
    const/4 v2, 0x0
    aput-byte v1, v0, v2
    sput-object v0, Ltw/example/sample/code/Paths;->SECRET:[B
    return-void
.end method

.method public static take(Ljava/lang/Object;)V
    .registers 1
    return-void
.end method

# A text stays what it is, whoever gets to see it.
.method public logged(Ljava/lang/String;)V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    invoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V
    const-string v1, "name="
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0, p1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public appended(I)V
    .registers 4
    new-instance v0, Ljava/lang/StringBuilder;
    invoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V
    const-string v1, "a"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    if-eqz p1, :short
    const-string v1, "b"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    :short
    const-string v1, "c"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

# The jump back comes from before the place that it goes to.
.method public jumpsBack(I)V
    .registers 3
    const-string v0, "AES/ECB"
    if-eqz p1, :far
    const-string v0, "AES/GCM"
    :join
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
    :far
    const-string v1, "far"
    goto :join
.end method

# The handler gets what a jump into the block brought.
.method public jumpsIntoTry(I)V
    .registers 3
    const-string v0, "AES/ECB"
    if-eqz p1, :inside
    const-string v0, "AES/GCM"
    :start
    invoke-virtual {p0}, Ltw/example/sample/code/Paths;->finish()V
    :inside
    invoke-virtual {p0}, Ltw/example/sample/code/Paths;->finish()V
    :end
    .catchall {:start .. :end} :handler
    return-void
    :handler
    move-exception v1
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public nine(I)V
    .registers 3
    packed-switch p1, :table
    const-string v0, "other"
    goto :join
    :c0
    const-string v0, "choice 0"
    goto :join
    :c1
    const-string v0, "choice 1"
    goto :join
    :c2
    const-string v0, "choice 2"
    goto :join
    :c3
    const-string v0, "choice 3"
    goto :join
    :c4
    const-string v0, "choice 4"
    goto :join
    :c5
    const-string v0, "choice 5"
    goto :join
    :c6
    const-string v0, "choice 6"
    goto :join
    :c7
    const-string v0, "choice 7"
    goto :join
    :c8
    const-string v0, "choice 8"
    goto :join
    :join
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
    :table
    .packed-switch 0x0
        :c0
        :c1
        :c2
        :c3
        :c4
        :c5
        :c6
        :c7
        :c8
    .end packed-switch
.end method

# One of two arrays, which is filled with what nobody can tell.
.method public oneOfArrays(I)V
    .registers 5
    const/4 v1, 0x1
    new-array v0, v1, [B
    if-eqz p1, :fill
    const/4 v2, 0x0
    aput-byte v1, v0, v2
    :fill
    new-instance v2, Ljava/security/SecureRandom;
    invoke-direct {v2}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v2, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

.method public filledField()V
    .registers 3
    sget-object v0, Ltw/example/sample/code/Paths;->SECRET:[B
    new-instance v1, Ljava/security/SecureRandom;
    invoke-direct {v1}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v1, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    sget-object v0, Ltw/example/sample/code/Paths;->SECRET:[B
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

# Sub writes the field of its parent by its own name.
.method public inherited()V
    .registers 3
    new-instance v1, Ltw/example/sample/code/Sub;
    invoke-direct {v1}, Ltw/example/sample/code/Sub;-><init>()V
    iget-object v0, v1, Ltw/example/sample/code/Base;->mode:Ljava/lang/String;
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

# One more call of what Below calls as that of its parent.
.method public setUpBase()V
    .registers 3
    new-instance v1, Ltw/example/sample/code/Base;
    invoke-direct {v1}, Ltw/example/sample/code/Base;-><init>()V
    const-string v0, "from here"
    invoke-virtual {v1, v0}, Ltw/example/sample/code/Base;->setUp(Ljava/lang/String;)V
    return-void
.end method

# Sub leaves to native code what its parent answers.
.method public native()V
    .registers 3
    new-instance v1, Ltw/example/sample/code/Sub;
    invoke-direct {v1}, Ltw/example/sample/code/Sub;-><init>()V
    invoke-virtual {v1}, Ltw/example/sample/code/Sub;->key()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

# One calls the class, the other an interface of it.
.method public calls()V
    .registers 4
    new-instance v1, Ltw/example/sample/code/Sub;
    invoke-direct {v1}, Ltw/example/sample/code/Sub;-><init>()V
    const-string v0, "class"
    invoke-virtual {v1, v0}, Ltw/example/sample/code/Sub;->open(Ljava/lang/String;)V
    const-string v0, "interface"
    invoke-interface {v1, v0}, Ltw/example/sample/code/Opens;->open(Ljava/lang/String;)V
    return-void
.end method

.method public caller0()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller1()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller2()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller3()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller4()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller5()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller6()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller7()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller8()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller9()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public caller10()V
    .registers 2
    const-string v0, "same"
    invoke-static {v0}, Ltw/example/sample/code/Paths;->popular(Ljava/lang/String;)V
    return-void
.end method

.method public static popular(Ljava/lang/String;)V
    .registers 2
    move-object v0, p0
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method

# Two to the 40th elements, each of the same two.
.method public nested(I)V
    .registers 3
    const-string v0, "x"
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    filled-new-array {v0, v0}, [Ljava/lang/Object;
    move-result-object v0
    if-eqz p1, :join
    const/4 v0, 0x0
    :join
    invoke-static {v0}, Ltw/example/sample/code/Paths;->take(Ljava/lang/Object;)V
    return-void
.end method
