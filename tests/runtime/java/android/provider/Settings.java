package android.provider;

/** Stands in for Android's class: what is hooked of it, and no more. */
public final class Settings {
  public static final class Secure {
    public static String getString(Object resolver, String name) { return "9774d56d682e549c"; }
  }
}
