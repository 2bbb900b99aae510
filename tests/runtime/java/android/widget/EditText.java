package android.widget;

/** Stands in for Android's class. */
public class EditText extends TextView {}
