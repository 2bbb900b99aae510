// What web views load, allow and hand to pages.

import type { Topic } from "./java.js";

export const webview: Topic = {
  name: "webview",
  hooks: [
    {
      type: "android.webkit.WebView",
      methods: [
        "loadUrl", "loadData", "loadDataWithBaseURL", "postUrl", "addJavascriptInterface",
        "evaluateJavascript", "setWebContentsDebuggingEnabled",
      ],
    },
    {
      type: "android.webkit.WebSettings",
      methods: [
        "setJavaScriptEnabled", "setAllowFileAccess", "setAllowContentAccess",
        "setAllowFileAccessFromFileURLs", "setAllowUniversalAccessFromFileURLs",
        "setMixedContentMode", "setSavePassword",
      ],
    },
    { type: "android.webkit.WebViewClient", methods: ["onReceivedSslError"] },
    { type: "android.webkit.SslErrorHandler", methods: ["proceed", "cancel"] },
    { type: "android.webkit.CookieManager", methods: ["setCookie"] },
  ],
};
