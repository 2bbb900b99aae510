package android.security.keystore;

/** Stands in for Android's class: what is hooked of it, and no more. */
public final class KeyGenParameterSpec {
  public static final class Builder {
    public Builder(String alias, int purposes) {}
    public Builder setUserAuthenticationRequired(boolean required) { return this; }
  }
}
