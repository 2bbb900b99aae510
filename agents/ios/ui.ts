// What fields take and whether keyboards may learn from them.

import type { Topic } from "./native.js";

export const ui: Topic = {
  name: "ui",
  methods: [
    {
      type: "UITextField",
      methods: [
        "- setSecureTextEntry:",
        "- setAutocorrectionType:",
        "- setTextContentType:",
        "- setKeyboardType:",
      ],
    },
    { type: "UITextView", methods: ["- setAutocorrectionType:", "- setSecureTextEntry:"] },
    {
      type: "UNUserNotificationCenter",
      methods: [
        "- addNotificationRequest:withCompletionHandler:",
      ],
    },
  ],
};
