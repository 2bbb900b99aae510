# A tool for developers, by its name alone.
.class public Lcom/facebook/stetho/Stetho;
.super Ljava/lang/Object;
