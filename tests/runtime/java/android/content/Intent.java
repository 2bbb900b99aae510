package android.content;

import android.os.Bundle;

/** Stands in for Android's class: what is hooked or asked of it, and no more. */
public class Intent {
  private String shown = "";
  private Bundle extras;
  public Intent putExtra(String name, String value) { shown += ";S." + name + "=" + value; return put(name, value); }
  public Intent putExtra(String name, Bundle value) { return put(name, value); }
  public Intent putExtra(String name, java.io.Serializable value) { return put(name, value); }
  public Bundle getExtras() { return extras; }
  public ClipData getClipData() { return null; }
  /** Leaves out what is no text or number, as Android's does. */
  public String toUri(int flags) { return "#Intent" + shown + ";end"; }
  private Intent put(String name, Object value) {
    if (extras == null) extras = new Bundle();
    extras.put(name, value);
    return this;
  }
}
