// What goes to the log of the system.

import type { Topic } from "./native.js";

export const log: Topic = {
  name: "log",
  functions: [
    { symbol: "NSLog", arguments: ["object"] },
    { symbol: "NSLogv", arguments: ["object", "out"] },
    {
      symbol: "_os_log_impl",
      arguments: ["out", "out", "int", "cstring", "out", "uint"],
      noisy: true,
    },
    { symbol: "syslog", arguments: ["int", "cstring"], noisy: true },
    { symbol: "printf", arguments: ["cstring"], noisy: true },
    { symbol: "puts", arguments: ["cstring"], noisy: true },
  ],
};
