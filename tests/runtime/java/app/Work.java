package app;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Intent;
import android.security.keystore.KeyGenParameterSpec;
import java.io.File;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One method per topic, each as an app with the defect does it, or as one without. */
final class Work {
  static final String PASSWORD = "Canary-Pw-7319";
  static final SecureRandom SECURE = new SecureRandom();

  static void of(String topic, boolean weak) throws Exception {
    switch (topic) {
      case "crypto" -> crypto(weak);
      case "keystore" ->
          new KeyGenParameterSpec.Builder("key", 3).setUserAuthenticationRequired(!weak);
      case "storage" -> storage(weak);
      case "log" -> android.util.Log.d("Login", weak ? "password=" + PASSWORD : "done");
      case "clipboard-screen" -> clipboardScreen(weak);
      case "ui" -> new android.widget.TextView().setInputType(weak ? 0x1 : 0x81);
      case "ipc" -> ipc(weak);
      case "webview" -> webview(weak);
      case "tls" -> tls(weak);
      case "detection" -> detection(weak);
      case "random-biometrics" -> randomBiometrics(weak);
      case "loading-permissions" -> loadingPermissions(weak);
      case "screen" -> screen(weak);
      case "notification" -> notification(weak);
      case "parcel" -> parcel(weak);
      case "event" -> android.util.EventLog.writeEvent(7, 1);
      case "many" -> android.util.Log.d("Loop", "again");
      default -> throw new IllegalArgumentException(topic);
    }
  }

  private static void crypto(boolean weak) throws Exception {
    byte[] secret = PASSWORD.getBytes(StandardCharsets.UTF_8);
    byte[] random = new byte[16];
    SECURE.nextBytes(random);
    byte[] key = weak ? "0123456789abcdef".getBytes(StandardCharsets.UTF_8) : random;
    Cipher cipher = Cipher.getInstance(weak ? "AES/ECB/PKCS5Padding" : "AES/CBC/PKCS5Padding");
    SecretKeySpec spec = new SecretKeySpec(key, "AES");
    if (weak) cipher.init(Cipher.ENCRYPT_MODE, spec);
    else cipher.init(Cipher.ENCRYPT_MODE, spec, new IvParameterSpec(random));
    cipher.doFinal(secret);
    MessageDigest.getInstance(weak ? "MD5" : "SHA-256").digest(secret);
  }

  private static void storage(boolean weak) throws Exception {
    new android.app.SharedPreferencesImpl().edit().putString("pw", weak ? PASSWORD : "-");
    File file = File.createTempFile("appsec", ".txt");
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write((weak ? "user;" + PASSWORD : "user;-").getBytes(StandardCharsets.UTF_8));
    }
    file.delete();
  }

  private static void clipboardScreen(boolean weak) {
    new ClipboardManager().setPrimaryClip(ClipData.newPlainText("", weak ? PASSWORD : "order 5"));
    new LoginActivity(weak).onResume();
  }

  private static void ipc(boolean weak) {
    Intent intent = new Intent().putExtra("user", weak ? PASSWORD : "5");
    if (weak) new android.app.ContextImpl().sendBroadcast(intent);
    else new android.app.ContextImpl().sendBroadcast(intent, "tw.example.PRIVATE");
  }

  private static void webview(boolean weak) {
    new android.webkit.WebSettings().setAllowFileAccess(weak);
    new android.webkit.WebView().loadUrl(weak ? "http://example.tw/" : "https://example.tw/");
  }

  /** A login with the password typed in: legible and learned by keyboards, or neither. */
  private static void screen(boolean weak) {
    var field = new android.widget.EditText();
    field.setText(PASSWORD);
    if (weak) field.setInputType(0x1);
    else field.setInputType(0x81);
    if (!weak) field.setMethod(new android.text.method.PasswordTransformationMethod());
    var label = new android.widget.TextView();
    label.setText(weak ? "password: " + PASSWORD : "welcome");
    var page = new android.webkit.WebView();
    page.loadUrl(weak ? "http://example.tw/" : "https://example.tw/");
    var root = new android.view.ViewGroup(new android.view.ViewGroup(field), label, page);
    if (!weak) root.getLayoutParams().flags = 0x2000;
    android.view.WindowManagerGlobal.getInstance().show("tw.example/app.Login", root);
  }

  private static void notification(boolean weak) {
    var made = new android.app.Notification();
    made.visibility = weak ? 1 : -1;
    made.extras.put("android.text", weak ? PASSWORD : "a new message");
    new android.app.NotificationManager().notify(1, made);
  }

  /** What an intent's own text leaves out: a bundle, or an object that only the app can read. */
  private static void parcel(boolean weak) {
    var inner = new android.os.Bundle();
    inner.put("user", PASSWORD);
    var intent = new Intent();
    if (weak) intent.putExtra("inner", inner);
    else intent.putExtra("made", new Made());
    new android.app.ContextImpl().sendBroadcast(intent);
  }

  private static final class Made implements java.io.Serializable {}

  private static void tls(boolean weak) throws Exception {
    SSLContext.getInstance("TLS").init(null, weak ? new TrustManager[] {new TrustAll()} : null, null);
  }

  private static void detection(boolean weak) {
    if (!weak) new File("/system/xbin/su").exists();
  }

  private static void randomBiometrics(boolean weak) {
    if (weak) new Random(7).nextInt();
    else SECURE.nextBytes(new byte[4]);
    var prompt = new android.hardware.biometrics.BiometricPrompt();
    if (weak) prompt.authenticate(null);
    else prompt.authenticate(new android.hardware.biometrics.BiometricPrompt.CryptoObject(), null);
  }

  private static void loadingPermissions(boolean weak) {
    if (weak) new dalvik.system.DexClassLoader("/sdcard/a.dex", null, null, null);
    new LoginActivity(weak).requestPermissions(new String[] {"android.permission.CAMERA"}, 1);
    android.provider.Settings.Secure.getString(null, "android_id");
  }

  private static final class LoginActivity extends android.app.Activity {
    LoginActivity(boolean weak) {
      if (!weak) getWindow().setFlags(0x2000, 0x2000);
    }

    @Override
    protected void onResume() {
      super.onResume();
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
