// Encryption, hashes and keys that code makes.

import type { Topic } from "./java.js";

export const crypto: Topic = {
  name: "crypto",
  hooks: [
    { type: "javax.crypto.Cipher", methods: ["getInstance", "init", "doFinal"] },
    { type: "javax.crypto.spec.SecretKeySpec", methods: ["$init"] },
    { type: "javax.crypto.spec.PBEKeySpec", methods: ["$init"] },
    { type: "javax.crypto.spec.IvParameterSpec", methods: ["$init"] },
    { type: "javax.crypto.spec.GCMParameterSpec", methods: ["$init"] },
    { type: "java.security.MessageDigest", methods: ["getInstance"] },
    { type: "java.security.MessageDigest", methods: ["update", "digest"], noisy: true },
    { type: "javax.crypto.Mac", methods: ["getInstance", "init"] },
    { type: "javax.crypto.KeyGenerator", methods: ["getInstance", "init"] },
    { type: "java.security.KeyPairGenerator", methods: ["getInstance", "initialize"] },
    { type: "javax.crypto.SecretKeyFactory", methods: ["getInstance"] },
  ],
};
