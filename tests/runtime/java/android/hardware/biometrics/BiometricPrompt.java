package android.hardware.biometrics;

/** Stands in for Android's class: what is hooked of it, and no more. */
public class BiometricPrompt {
  public static class CryptoObject {}
  public void authenticate(Object cancel) {}
  public void authenticate(CryptoObject crypto, Object cancel) {}
}
