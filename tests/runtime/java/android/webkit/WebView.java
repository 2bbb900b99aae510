package android.webkit;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class WebView {
  public void loadUrl(String url) {}
  public void addJavascriptInterface(Object object, String name) {}
}
