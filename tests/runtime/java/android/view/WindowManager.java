package android.view;

/** Stands in for Android's class: what is hooked of it, and no more. */
public interface WindowManager {
  class LayoutParams { public int flags; }
}
