// What goes to the log of the system.

import type { Topic } from "./java.js";

export const log: Topic = {
  name: "log",
  hooks: [
    { type: "android.util.Log", methods: ["v", "d", "i", "w", "e", "wtf", "println"] },
    { type: "java.io.PrintStream", methods: ["println"], noisy: true },
  ],
};
