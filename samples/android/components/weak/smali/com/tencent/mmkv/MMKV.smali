# Our own empty stand-in under the library's class name.
.class public Lcom/tencent/mmkv/MMKV;
.super Ljava/lang/Object;
