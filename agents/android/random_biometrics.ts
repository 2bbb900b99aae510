// Which random numbers are used, and what a fingerprint unlocks.

import type { Topic } from "./java.js";

export const randomBiometrics: Topic = {
  name: "random-biometrics",
  hooks: [
    {
      type: "java.util.Random",
      methods: [
        "$init", "nextInt", "nextLong", "nextBytes", "nextDouble",
      ],
      noisy: true,
    },
    { type: "java.lang.Math", methods: ["random"], noisy: true },
    { type: "java.security.SecureRandom", methods: ["$init", "setSeed", "nextBytes"], noisy: true },
    { type: "android.hardware.biometrics.BiometricPrompt", methods: ["authenticate"] },
    { type: "androidx.biometric.BiometricPrompt", methods: ["authenticate"] },
    { type: "android.hardware.fingerprint.FingerprintManager", methods: ["authenticate"] },
    {
      type: "android.hardware.biometrics.BiometricPrompt$AuthenticationCallback",
      methods: [
        "onAuthenticationSucceeded", "onAuthenticationFailed",
      ],
    },
  ],
};
