# Shows codes, lets keyboards learn and later fingers in, and signs with a secret that everybody has: each
# method shows one.
.class public Ltw/example/sample/code/MainActivity;
.super Landroid/app/Activity;

.field private otp:Ljava/lang/String;
.field private idNumber:Landroid/widget/EditText;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->show()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->notifyUser()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->key()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->ask()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->field()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->change()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->compose()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->header()V
    invoke-virtual {p0}, Ltw/example/sample/code/MainActivity;->sign()V
    return-void
.end method

.method public show()V
    .registers 5
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->otp:Ljava/lang/String;
    const/4 v2, 0x0
    invoke-static {p0, v1, v2}, Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;
    return-void
.end method

.method public notifyUser()V
    .registers 5
    new-instance v0, Landroid/app/Notification$Builder;
    const-string v1, "codes"
    invoke-direct {v0, p0, v1}, Landroid/app/Notification$Builder;-><init>(Landroid/content/Context;Ljava/lang/String;)V
    iget-object v1, p0, Ltw/example/sample/code/MainActivity;->otp:Ljava/lang/String;
    invoke-virtual {v0, v1}, Landroid/app/Notification$Builder;->setContentText(Ljava/lang/CharSequence;)Landroid/app/Notification$Builder;
    return-void
.end method

.method public key()V
    .registers 5
    new-instance v0, Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const-string v1, "login"
    const/4 v2, 0x2
    invoke-direct {v0, v1, v2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;-><init>(Ljava/lang/String;I)V
    const/4 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationRequired(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setInvalidatedByBiometricEnrollment(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    return-void
.end method

.method public ask()V
    .registers 5
    new-instance v0, Landroidx/biometric/BiometricPrompt$PromptInfo$Builder;
    invoke-direct {v0}, Landroidx/biometric/BiometricPrompt$PromptInfo$Builder;-><init>()V
    const/16 v1, 0xff
    invoke-virtual {v0, v1}, Landroidx/biometric/BiometricPrompt$PromptInfo$Builder;->setAllowedAuthenticators(I)Landroidx/biometric/BiometricPrompt$PromptInfo$Builder;
    return-void
.end method

.method public field()V
    .registers 5
    new-instance v0, Landroid/widget/EditText;
    invoke-direct {v0, p0}, Landroid/widget/EditText;-><init>(Landroid/content/Context;)V
    return-void
.end method

.method public change()V
    .registers 5
    iget-object v0, p0, Ltw/example/sample/code/MainActivity;->idNumber:Landroid/widget/EditText;
    const v1, 0x1
    invoke-virtual {v0, v1}, Landroid/widget/EditText;->setInputType(I)V
    return-void
.end method

.method public compose()V
    .registers 30
    const/4 v0, 0x0
    const/4 v1, 0x0
    const/4 v2, 0x0
    const/4 v3, 0x0
    const/4 v4, 0x0
    const/4 v5, 0x0
    const/4 v6, 0x0
    const/4 v7, 0x0
    const/4 v8, 0x0
    const/4 v9, 0x0
    const/4 v10, 0x0
    const/4 v11, 0x0
    const/4 v12, 0x0
    const/4 v13, 0x0
    const/4 v14, 0x0
    const/4 v15, 0x0
    const/16 v16, 0x0
    const/16 v17, 0x0
    const/16 v18, 0x0
    const/16 v19, 0x0
    const/16 v20, 0x0
    const/16 v21, 0x0
    const/16 v22, 0x0
    const/16 v23, 0x0
    const/16 v24, 0x0
    const/16 v25, 0x0
    const/16 v26, 0x0
    const/16 v27, 0x0
    invoke-static {}, Ltw/example/sample/code/MainActivity;->options()Landroidx/compose/foundation/text/KeyboardOptions;
    move-result-object v15
    invoke-static/range {v0 .. v27}, Landroidx/compose/material3/TextFieldKt;->TextField(Ljava/lang/String;Lkotlin/jvm/functions/Function1;Landroidx/compose/ui/Modifier;ZZLandroidx/compose/ui/text/TextStyle;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;ZLandroidx/compose/ui/text/input/VisualTransformation;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/foundation/text/KeyboardActions;ZIILandroidx/compose/foundation/interaction/MutableInteractionSource;Landroidx/compose/ui/graphics/Shape;Landroidx/compose/material3/TextFieldColors;Landroidx/compose/runtime/Composer;IIII)V
    return-void
.end method

.method private static options()Landroidx/compose/foundation/text/KeyboardOptions;
    .registers 8
    sget-object v0, Landroidx/compose/ui/text/input/KeyboardType;->Companion:Landroidx/compose/ui/text/input/KeyboardType$Companion;
    invoke-virtual {v0}, Landroidx/compose/ui/text/input/KeyboardType$Companion;->getEmail-PjHm6EE()I
    move-result v4
    new-instance v1, Landroidx/compose/foundation/text/KeyboardOptions;
    const/4 v2, 0x0
    const/4 v3, 0x0
    const/4 v5, 0x0
    const/16 v6, 0x9
    const/4 v7, 0x0
    invoke-direct/range {v1 .. v7}, Landroidx/compose/foundation/text/KeyboardOptions;-><init>(IZIIILkotlin/jvm/internal/DefaultConstructorMarker;)V
    return-object v1
.end method

.method public header()V
    .registers 5
    const-string v0, "{\"alg\":\"none\"}"
    invoke-virtual {v0}, Ljava/lang/String;->length()I
    return-void
.end method

.method public sign()V
    .registers 5
    const-string v0, "sample-secret-of-nobody"
    invoke-static {v0}, Lcom/auth0/jwt/algorithms/Algorithm;->HMAC256(Ljava/lang/String;)Lcom/auth0/jwt/algorithms/Algorithm;
    return-void
.end method
