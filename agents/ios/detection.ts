// Whether the app looks at the device that it runs on.

import type { Topic } from "./native.js";

export const detection: Topic = {
  name: "detection",
  functions: [
    { symbol: "stat", arguments: ["cstring", "out"], result: "int", noisy: true },
    { symbol: "access", arguments: ["cstring", "int"], result: "int", noisy: true },
    { symbol: "fopen", arguments: ["cstring", "cstring"], result: "bool", noisy: true },
    { symbol: "fork", arguments: [], result: "int" },
    { symbol: "ptrace", arguments: ["int", "int", "out", "int"], result: "int" },
    {
      symbol: "sysctl",
      arguments: ["out", "uint", "out", "out", "out", "long"],
      result: "int",
      noisy: true,
    },
    { symbol: "getppid", arguments: [], result: "int" },
    { symbol: "_dyld_image_count", arguments: [], result: "uint", noisy: true },
    { symbol: "_dyld_get_image_name", arguments: ["uint"], result: "cstring", noisy: true },
  ],
  methods: [
    { type: "NSFileManager", methods: ["- fileExistsAtPath:"], noisy: true },
  ],
};
