// Where keys are kept, and under which conditions they may be used.

import type { Topic } from "./java.js";

export const keystore: Topic = {
  name: "keystore",
  hooks: [
    {
      type: "java.security.KeyStore",
      methods: [
        "getInstance", "load", "getKey", "getEntry", "setEntry", "setKeyEntry", "store",
      ],
    },
    {
      type: "android.security.keystore.KeyGenParameterSpec$Builder",
      methods: [
        "$init", "setUserAuthenticationRequired", "setIsStrongBoxBacked", "setBlockModes",
        "setEncryptionPaddings",
      ],
    },
    { type: "android.security.keystore.KeyInfo", methods: ["isInsideSecureHardware"] },
  ],
};
