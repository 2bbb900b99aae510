# A service that updates code, by its name alone.
.class public Lcom/microsoft/codepush/react/CodePush;
.super Ljava/lang/Object;
