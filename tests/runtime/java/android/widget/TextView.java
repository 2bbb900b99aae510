package android.widget;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class TextView {
  public void setInputType(int type) {}
  public int getId() { return 7; }
}
