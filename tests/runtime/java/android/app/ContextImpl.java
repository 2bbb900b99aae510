package android.app;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class ContextImpl {
  public void sendBroadcast(android.content.Intent intent) {}
  public void sendBroadcast(android.content.Intent intent, String permission) {}
}
