package android.app;

/** Stands in for Android's class: what is hooked of it, and no more. */
public final class SharedPreferencesImpl {
  public EditorImpl edit() { return new EditorImpl(); }
  public final class EditorImpl {
    public EditorImpl putString(String key, String value) { return this; }
  }
}
