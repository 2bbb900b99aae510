// What is written to files, defaults and databases.

import type { Topic } from "./native.js";

export const storage: Topic = {
  name: "storage",
  functions: [
    { symbol: "sqlite3_open", arguments: ["cstring", "out"], result: "int" },
    { symbol: "sqlite3_open_v2", arguments: ["cstring", "out", "int", "cstring"], result: "int" },
    { symbol: "sqlite3_exec", arguments: ["out", "cstring", "out", "out", "out"], result: "int" },
    {
      symbol: "sqlite3_prepare_v2",
      arguments: ["out", "cstring", "int", "out", "out"],
      result: "int",
    },
    {
      symbol: "sqlite3_bind_text",
      arguments: ["out", "int", "cstring", "int", "out"],
      result: "int",
    },
  ],
  methods: [
    {
      type: "NSUserDefaults",
      methods: [
        "- setObject:forKey:",
        "- setBool:forKey:",
        "- setInteger:forKey:",
      ],
    },
    {
      type: "NSData",
      methods: [
        "- writeToFile:atomically:",
        "- writeToFile:options:error:",
        "- writeToURL:options:error:",
      ],
    },
    { type: "NSString", methods: ["- writeToFile:atomically:encoding:error:"] },
    {
      type: "NSFileManager",
      methods: [
        "- createFileAtPath:contents:attributes:",
        "- setAttributes:ofItemAtPath:error:",
      ],
    },
    { type: "NSURL", methods: ["- setResourceValue:forKey:error:"] },
    { type: "NSURLCache", methods: ["- storeCachedResponse:forRequest:"] },
  ],
};
