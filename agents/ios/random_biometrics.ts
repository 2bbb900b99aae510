// Which random numbers are used, and what a fingerprint or a face unlocks.

import type { Topic } from "./native.js";

export const randomBiometrics: Topic = {
  name: "random-biometrics",
  functions: [
    { symbol: "rand", arguments: [], result: "int", noisy: true },
    { symbol: "random", arguments: [], result: "long", noisy: true },
    { symbol: "srand", arguments: ["uint"], noisy: true },
    { symbol: "arc4random", arguments: [], result: "uint", noisy: true },
    { symbol: "arc4random_uniform", arguments: ["uint"], result: "uint", noisy: true },
    { symbol: "SecRandomCopyBytes", arguments: ["out", "long", "out"], result: "int" },
  ],
  methods: [
    {
      type: "LAContext",
      methods: [
        "- evaluatePolicy:localizedReason:reply:",
        "- evaluateAccessControl:operation:localizedReason:reply:",
        "- canEvaluatePolicy:error:",
      ],
    },
  ],
};
