# Hands values of its callers to the database as arguments, and limits what else they may write.
.class public Ltw/example/sample/code/Parcels;
.super Landroid/content/ContentProvider;

.field private db:Landroid/database/sqlite/SQLiteDatabase;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/content/ContentProvider;-><init>()V
    return-void
.end method

.method public query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
    .registers 10
    const/4 v0, 0x1
    new-array v0, v0, [Ljava/lang/String;
    invoke-virtual {p1}, Landroid/net/Uri;->getLastPathSegment()Ljava/lang/String;
    move-result-object v1
    const/4 v2, 0x0
    aput-object v1, v0, v2
    const-string v1, "SELECT * FROM parcel WHERE _id = ?"
    iget-object v2, p0, Ltw/example/sample/code/Parcels;->db:Landroid/database/sqlite/SQLiteDatabase;
    invoke-virtual {v2, v1, v0}, Landroid/database/sqlite/SQLiteDatabase;->rawQuery(Ljava/lang/String;[Ljava/lang/String;)Landroid/database/Cursor;
    move-result-object v0
    return-object v0
.end method

.method public update(Landroid/net/Uri;Landroid/content/ContentValues;Ljava/lang/String;[Ljava/lang/String;)I
    .registers 8
    const/4 v0, 0x0
    return v0
.end method
