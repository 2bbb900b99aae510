// Encryption, hashes and keys that code makes.

import type { Topic } from "./native.js";

export const crypto: Topic = {
  name: "crypto",
  functions: [
    {
      symbol: "CCCrypt",
      arguments: ["uint", "uint", "uint", "data:4", "uint", "out", "data:7", "uint", "out", "uint", "out"],
      result: "int",
    },
    {
      symbol: "CCCryptorCreate",
      arguments: ["uint", "uint", "uint", "data:4", "uint", "out", "out"],
      result: "int",
    },
    {
      symbol: "CCCryptorCreateWithMode",
      arguments: ["uint", "uint", "uint", "uint", "out", "data:6", "uint", "out", "uint", "int", "uint", "out"],
      result: "int",
    },
    { symbol: "CC_MD5", arguments: ["data:1", "uint", "out"] },
    { symbol: "CC_SHA1", arguments: ["data:1", "uint", "out"] },
    { symbol: "CC_SHA256", arguments: ["data:1", "uint", "out"] },
    { symbol: "CCHmac", arguments: ["uint", "data:2", "uint", "data:4", "uint", "out"] },
    {
      symbol: "CCKeyDerivationPBKDF",
      arguments: ["uint", "data:2", "uint", "data:4", "uint", "uint", "uint", "out", "uint"],
      result: "int",
    },
    { symbol: "SecKeyCreateRandomKey", arguments: ["object", "out"], result: "object" },
    { symbol: "SecKeyCreateEncryptedData", arguments: ["object", "object", "object", "out"] },
  ],
};
