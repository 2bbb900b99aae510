package android.app;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class Activity {
  private final android.view.Window window = new android.view.Window();
  public android.view.Window getWindow() { return window; }
  protected void onResume() {}
  public void requestPermissions(String[] permissions, int code) {}
}
