package android.view;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class Window {
  private final WindowManager.LayoutParams attributes = new WindowManager.LayoutParams();
  public WindowManager.LayoutParams getAttributes() { return attributes; }
  public void setFlags(int flags, int mask) { attributes.flags = attributes.flags & ~mask | flags & mask; }
}
