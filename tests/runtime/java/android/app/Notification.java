package android.app;

/** Stands in for Android's class: what is asked of it, and no more. */
public class Notification {
  public int visibility;
  public android.os.Bundle extras = new android.os.Bundle();
  @Override public String toString() { return "Notification(channel=a pri=0)"; }
}
