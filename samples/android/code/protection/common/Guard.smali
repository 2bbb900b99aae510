# Looks for a rooted device, an emulator, USB debugging, a debugger and an altered app.
.class public Ltw/example/sample/code/Guard;
.super Ljava/lang/Object;

.method public static texts()[Ljava/lang/String;
    .registers 4
    const-string v0, "/system/xbin/su"
    const-string v1, "goldfish"
    const-string v2, "adb_enabled"
    filled-new-array {v0, v1, v2}, [Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method

.method public static debugged()Z
    .registers 1
    invoke-static {}, Landroid/os/Debug;->isDebuggerConnected()Z
    move-result v0
    return v0
.end method

.method public static whole(Landroid/content/pm/PackageManager;Ljava/lang/String;[B)Z
    .registers 5
    const/4 v0, 0x1
    invoke-virtual {p0, p1, p2, v0}, Landroid/content/pm/PackageManager;->hasSigningCertificate(Ljava/lang/String;[BI)Z
    move-result v0
    return v0
.end method
