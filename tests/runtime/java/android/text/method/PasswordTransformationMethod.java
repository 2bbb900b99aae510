package android.text.method;

/** Stands in for Android's class. */
public class PasswordTransformationMethod {}
