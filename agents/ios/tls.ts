// Who decides on certificates, and what is sent and where.

import type { Topic } from "./native.js";

export const tls: Topic = {
  name: "tls",
  functions: [
    { symbol: "SecTrustEvaluate", arguments: ["object", "out"], result: "int" },
    { symbol: "SecTrustEvaluateWithError", arguments: ["object", "out"], result: "bool" },
    {
      symbol: "SecTrustEvaluateAsyncWithError",
      arguments: ["object", "object", "object"],
      result: "int",
    },
    { symbol: "SecTrustSetAnchorCertificates", arguments: ["object", "object"], result: "int" },
    { symbol: "SecTrustSetPolicies", arguments: ["object", "object"], result: "int" },
    { symbol: "SecTrustSetExceptions", arguments: ["object", "object"], result: "bool" },
    { symbol: "SSL_set_custom_verify", arguments: ["out", "int", "out"] },
    { symbol: "SSL_CTX_set_custom_verify", arguments: ["out", "int", "out"] },
    { symbol: "SSLSetSessionOption", arguments: ["out", "int", "bool"], result: "int" },
  ],
  methods: [
    {
      type: "NSURLSession",
      methods: [
        "- dataTaskWithRequest:",
        "- dataTaskWithRequest:completionHandler:",
        "- dataTaskWithURL:",
        "- uploadTaskWithRequest:fromData:",
      ],
    },
    { type: "NSURLCredential", methods: ["+ credentialForTrust:"] },
    { type: "NSMutableURLRequest", methods: ["- setValue:forHTTPHeaderField:", "- setHTTPBody:"] },
  ],
};
