# Our own empty stand-in under the library's class name.
.class public Lio/branch/referral/Branch;
.super Ljava/lang/Object;
