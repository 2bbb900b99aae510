# An interface of Retrofit with an address in clear.
.class public interface abstract Ltw/example/sample/code/Api;
.super Ljava/lang/Object;

.method public abstract parcels()Lretrofit2/Call;
    .annotation runtime Lretrofit2/http/GET;
        value = "http://api.example.tw/parcels"
    .end annotation
.end method
