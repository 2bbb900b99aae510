package android.webkit;

/** Stands in for Android's class: what is hooked or asked of it, and no more. */
public class WebView extends android.view.View {
  private String url;
  public void loadUrl(String url) { this.url = url; }
  public String getUrl() { return url; }
  public void addJavascriptInterface(Object object, String name) {}
}
