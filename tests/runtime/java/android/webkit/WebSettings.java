package android.webkit;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class WebSettings {
  public void setAllowFileAccess(boolean allow) {}
}
