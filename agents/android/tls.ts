// Who decides on certificates, and what is sent and where.

import type { Topic } from "./java.js";

export const tls: Topic = {
  name: "tls",
  hooks: [
    { type: "javax.net.ssl.SSLContext", methods: ["getInstance", "init"] },
    {
      type: "javax.net.ssl.HttpsURLConnection",
      methods: [
        "setDefaultHostnameVerifier", "setHostnameVerifier", "setDefaultSSLSocketFactory",
        "setSSLSocketFactory",
      ],
    },
    {
      type: "com.android.org.conscrypt.TrustManagerImpl",
      methods: [
        "checkServerTrusted", "checkTrustedRecursive",
      ],
    },
    { type: "okhttp3.CertificatePinner", methods: ["check", "check$okhttp"] },
    {
      type: "okhttp3.OkHttpClient$Builder",
      methods: [
        "hostnameVerifier", "sslSocketFactory", "certificatePinner",
      ],
    },
    { type: "javax.net.ssl.SSLPeerUnverifiedException", methods: ["$init"] },
    { type: "java.net.URL", methods: ["openConnection"] },
    { type: "java.net.HttpURLConnection", methods: ["setRequestProperty"] },
    { type: "okhttp3.Request$Builder", methods: ["url", "header", "addHeader"] },
    { type: "java.net.Socket", methods: ["connect"] },
  ],
};
