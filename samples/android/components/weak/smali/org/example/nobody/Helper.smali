# Our own empty stand-in under the library's class name.
.class public Lorg/example/nobody/Helper;
.super Ljava/lang/Object;
