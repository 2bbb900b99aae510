package android.content;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class ClipboardManager {
  public void setPrimaryClip(ClipData clip) {}
}
