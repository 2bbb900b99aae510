# An interface of Retrofit with a path below the base URL.
.class public interface abstract Ltw/example/sample/code/Api;
.super Ljava/lang/Object;

.method public abstract parcels()Lretrofit2/Call;
    .annotation runtime Lretrofit2/http/GET;
        value = "parcels"
    .end annotation
.end method
