package android.app;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class NotificationManager {
  public void notify(int id, Notification notification) {}
}
