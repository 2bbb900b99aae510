package android.content;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class Intent {
  private String extras = "";
  public Intent putExtra(String name, String value) { extras += ";S." + name + "=" + value; return this; }
  public String toUri(int flags) { return "#Intent" + extras + ";end"; }
}
