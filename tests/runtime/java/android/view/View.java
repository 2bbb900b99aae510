package android.view;

/** Stands in for Android's class: what is hooked or asked of it, and no more. */
public class View {
  private WindowManager.LayoutParams params = new WindowManager.LayoutParams();
  public boolean isShown() { return true; }
  public int getId() { return 7; }
  public WindowManager.LayoutParams getLayoutParams() { return params; }
}
