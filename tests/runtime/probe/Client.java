import java.io.*;
import java.net.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import javax.net.ssl.*;

/** An app that logs in with a server once for each line on standard input, in the way that its
 * first argument names. The others: host, address and port to go to, and files of trusted CAs; the
 * first of them is the one that a pinning client has pinned. It keeps cookies, as an app does. */
public final class Client {
  static String mode, host;
  static X509Certificate pinned;

  public static void main(String[] a) throws Exception {
    mode = a[0];
    host = a[1];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust(a)}, null);
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    if (mode.equals("any-host") || mode.equals("trust-all"))
      HttpsURLConnection.setDefaultHostnameVerifier((name, session) -> true);
    CookieHandler.setDefault(new CookieManager());
    InetSocketAddress way = new InetSocketAddress(a[2], Integer.parseInt(a[3]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("READY");
    while (in.readLine() != null) {
      String told;
      try {
        told = mode.equals("unaware") || mode.equals("late-pin") ? direct(context, way) : login(way);
      } catch (IOException error) {
        told = error.toString();
      }
      System.out.println("DONE " + told.replace('\n', ' '));
    }
    Runtime.getRuntime().halt(0);
  }

  static String login(InetSocketAddress way) throws IOException {
    URL url = new URL("https://" + host + "/login");
    HttpsURLConnection c = (HttpsURLConnection) url.openConnection(new Proxy(Proxy.Type.HTTP, way));
    c.setRequestProperty("Connection", "close");
    c.setDoOutput(true);
    c.getOutputStream().write("password=Canary-Pw-7319".getBytes());
    return "" + c.getResponseCode();
  }

  /** Like OkHttp, a late pin is looked at after the handshake. */
  static String direct(SSLContext context, InetSocketAddress way) throws IOException {
    try (Socket plain = new Socket(way.getAddress(), way.getPort())) {
      if (mode.equals("late-pin")) {
        plain.getOutputStream().write(("CONNECT " + host + ":443 HTTP/1.1\r\n\r\n").getBytes());
        for (int end = 0; end < 4; ) end = plain.getInputStream().read() < ' ' ? end + 1 : 0;
      }
      SSLSocketFactory made = context.getSocketFactory();
      SSLSocket s = (SSLSocket) made.createSocket(plain, host, way.getPort(), true);
      s.startHandshake();
      if (mode.equals("late-pin")
          && !signed((X509Certificate) s.getSession().getPeerCertificates()[0])) {
        s.close();
        return "not pinned";
      }
      s.getOutputStream().write(("GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n").getBytes());
      return "" + s.getInputStream().read();
    }
  }

  static boolean signed(X509Certificate one) {
    try {
      one.verify(pinned.getPublicKey());
      return true;
    } catch (GeneralSecurityException error) {
      return false;
    }
  }

  static X509TrustManager trust(String[] a) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    for (int n = 4; n < a.length; n++) {
      X509Certificate one;
      try (InputStream in = new FileInputStream(a[n])) {
        one = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      }
      if (pinned == null) pinned = one;
      store.setCertificateEntry("ca" + n, one);
    }
    TrustManagerFactory made = TrustManagerFactory.getInstance("PKIX");
    made.init(store);
    X509TrustManager strict = (X509TrustManager) made.getTrustManagers()[0];
    if (mode.equals("trust-all")) return new All();
    return mode.equals("pinning") ? new Pinning((X509ExtendedTrustManager) strict) : strict;
  }

  static class All implements X509TrustManager {
    public void checkClientTrusted(X509Certificate[] chain, String type) {}
    public void checkServerTrusted(X509Certificate[] chain, String type) {}
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  static class Pinning extends X509ExtendedTrustManager {
    final X509ExtendedTrustManager strict;

    Pinning(X509ExtendedTrustManager strict) {
      this.strict = strict;
    }

    void pins(X509Certificate one) throws CertificateException {
      if (!signed(one)) throw new CertificateException("not pinned");
    }

    public void checkServerTrusted(X509Certificate[] c, String t) throws CertificateException {
      strict.checkServerTrusted(c, t);
      pins(c[0]);
    }
    public void checkServerTrusted(X509Certificate[] c, String t, Socket s)
        throws CertificateException {
      strict.checkServerTrusted(c, t, s);
      pins(c[0]);
    }
    public void checkServerTrusted(X509Certificate[] c, String t, SSLEngine e)
        throws CertificateException {
      strict.checkServerTrusted(c, t, e);
      pins(c[0]);
    }
    public void checkClientTrusted(X509Certificate[] c, String t) {}
    public void checkClientTrusted(X509Certificate[] c, String t, Socket s) {}
    public void checkClientTrusted(X509Certificate[] c, String t, SSLEngine e) {}
    public X509Certificate[] getAcceptedIssuers() {
      return strict.getAcceptedIssuers();
    }
  }
}
