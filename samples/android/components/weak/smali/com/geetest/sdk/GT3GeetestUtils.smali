# Our own empty stand-in under the library's class name.
.class public Lcom/geetest/sdk/GT3GeetestUtils;
.super Ljava/lang/Object;
