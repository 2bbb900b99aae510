.class public interface abstract Ltw/example/sample/code/Opens;
.super Ljava/lang/Object;

.method public abstract open(Ljava/lang/String;)V
.end method
