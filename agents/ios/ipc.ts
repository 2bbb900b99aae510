// What is passed to other apps, and what of them is taken.

import type { Topic } from "./native.js";

export const ipc: Topic = {
  name: "ipc",
  methods: [
    {
      type: "UIApplication",
      methods: [
        "- openURL:options:completionHandler:",
        "- openURL:",
        "- canOpenURL:",
      ],
    },
    {
      type: "UIActivityViewController",
      methods: [
        "- initWithActivityItems:applicationActivities:",
      ],
    },
    { type: "NSUserActivity", methods: ["- setUserInfo:"] },
  ],
};
