// What the keychain keeps, and under which conditions.

import type { Topic } from "./native.js";

export const keystore: Topic = {
  name: "keystore",
  functions: [
    { symbol: "SecItemAdd", arguments: ["object", "out"], result: "int" },
    { symbol: "SecItemUpdate", arguments: ["object", "object"], result: "int" },
    { symbol: "SecItemCopyMatching", arguments: ["object", "out"], result: "int" },
    { symbol: "SecItemDelete", arguments: ["object"], result: "int" },
    {
      symbol: "SecAccessControlCreateWithFlags",
      arguments: ["out", "object", "uint", "out"],
      result: "object",
    },
  ],
};
