# Weakness: may read what every other app shows.
.class public Ltw/example/sample/parcel/HintAccessibilityService;
.super Landroid/accessibilityservice/AccessibilityService;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/accessibilityservice/AccessibilityService;-><init>()V
    return-void
.end method

.method public onAccessibilityEvent(Landroid/view/accessibility/AccessibilityEvent;)V
    .registers 2
    return-void
.end method

.method public onInterrupt()V
    .registers 1
    return-void
.end method
