// What web views load, allow and hand to pages.

import type { Topic } from "./native.js";

export const webview: Topic = {
  name: "webview",
  methods: [
    {
      type: "WKWebView",
      methods: [
        "- loadRequest:",
        "- loadHTMLString:baseURL:",
        "- loadFileURL:allowingReadAccessToURL:",
        "- evaluateJavaScript:completionHandler:",
        "- setInspectable:",
      ],
    },
    {
      type: "WKUserContentController",
      methods: [
        "- addScriptMessageHandler:name:",
        "- addUserScript:",
      ],
    },
    {
      type: "WKPreferences",
      methods: [
        "- setJavaScriptEnabled:",
        "- setJavaScriptCanOpenWindowsAutomatically:",
      ],
    },
    { type: "WKHTTPCookieStore", methods: ["- setCookie:completionHandler:"] },
  ],
};
