package android.util;

/** Stands in for Android's class: what is hooked of it, and no more. */
public final class Log {
  public static int d(String tag, String text) { return println(3, tag, text); }
  public static int e(String tag, String text, Throwable thrown) { return println(6, tag, text); }
  private static int println(int priority, String tag, String text) { return text.length(); }
}
