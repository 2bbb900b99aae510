# Our own empty stand-in under the library's class name.
.class public Lcom/umeng/analytics/MobclickAgent;
.super Ljava/lang/Object;
