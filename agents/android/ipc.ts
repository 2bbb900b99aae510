// What is passed to other apps, and what of them is called.

import type { Topic } from "./java.js";

export const ipc: Topic = {
  name: "ipc",
  hooks: [
    { type: "android.app.Activity", methods: ["startActivityForResult"] },
    {
      type: "android.app.ContextImpl",
      methods: [
        "startActivity", "sendBroadcast", "sendOrderedBroadcast", "sendStickyBroadcast",
        "startService", "startForegroundService", "bindService", "registerReceiver",
        "grantUriPermission",
      ],
    },
    { type: "android.content.Intent", methods: ["putExtra"], noisy: true },
    { type: "android.app.PendingIntent", methods: ["getActivity", "getBroadcast", "getService"] },
    { type: "android.content.ContentProvider$Transport", methods: ["query", "insert", "openFile"] },
    { type: "android.content.ContentResolver", methods: ["query"] },
    { type: "android.telephony.SmsManager", methods: ["sendTextMessage"] },
  ],
};
