// The pasteboard, and whether a screen knows that it is captured.

import type { Topic } from "./native.js";

export const clipboardScreen: Topic = {
  name: "clipboard-screen",
  methods: [
    {
      type: "UIPasteboard",
      methods: [
        "- setString:",
        "- setStrings:",
        "- setItems:options:",
        "- setValue:forPasteboardType:",
        "- setData:forPasteboardType:",
        "- string",
        "+ generalPasteboard",
      ],
    },
    { type: "UIScreen", methods: ["- isCaptured"] },
    { type: "UIWindow", methods: ["- setHidden:"], noisy: true },
  ],
};
