package android.content;

/** Stands in for Android's class: what is hooked of it, and no more. */
public final class ClipData {
  private final CharSequence text;
  private ClipData(CharSequence text) { this.text = text; }
  public static ClipData newPlainText(CharSequence label, CharSequence text) { return new ClipData(text); }
  @Override public String toString() { return "ClipData { " + text + " }"; }
}
