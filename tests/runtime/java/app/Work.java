package app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One method per topic, each as an app with the defect does it, or as one without. */
final class Work {
  static final String PASSWORD = "Canary-Pw-7319";

  static void of(String topic, boolean weak) throws Exception {
    switch (topic) {
      case "crypto" -> crypto(weak);
      default -> throw new IllegalArgumentException(topic);
    }
  }

  private static void crypto(boolean weak) throws Exception {
    byte[] secret = PASSWORD.getBytes(StandardCharsets.UTF_8);
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    byte[] key = weak ? "0123456789abcdef".getBytes(StandardCharsets.UTF_8) : random;
    Cipher cipher = Cipher.getInstance(weak ? "AES/ECB/PKCS5Padding" : "AES/CBC/PKCS5Padding");
    SecretKeySpec spec = new SecretKeySpec(key, "AES");
    if (weak) cipher.init(Cipher.ENCRYPT_MODE, spec);
    else cipher.init(Cipher.ENCRYPT_MODE, spec, new IvParameterSpec(random));
    cipher.doFinal(secret);
    MessageDigest.getInstance(weak ? "MD5" : "SHA-256").digest(secret);
  }
}
