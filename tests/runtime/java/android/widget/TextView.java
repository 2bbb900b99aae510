package android.widget;

import android.text.method.PasswordTransformationMethod;

/** Stands in for Android's class: what is hooked or asked of it, and no more. */
public class TextView extends android.view.View {
  private int type;
  private CharSequence text = "";
  private PasswordTransformationMethod method;
  public void setInputType(int type) { this.type = type; }
  public int getInputType() { return type; }
  public void setText(CharSequence text) { this.text = text; }
  public CharSequence getText() { return text; }
  public void setMethod(PasswordTransformationMethod method) { this.method = method; }
  public PasswordTransformationMethod getTransformationMethod() { return method; }
}
