// The clipboard, and which windows may be captured.

import Java from "frida-java-bridge";
import { state } from "../core/report.js";
import { quietly, type Topic } from "./java.js";

const FLAG_SECURE = 0x2000;

/** A window is secure or not at the moment when its activity comes to the front. */
function tellSecure(activity: any): void {
  quietly(() => {
    const flags: number = activity.getWindow().getAttributes().flags.value;
    state("flag-secure", (flags & FLAG_SECURE) !== 0, String(activity.$className));
  });
}

export const clipboardScreen: Topic = {
  name: "clipboard-screen",
  hooks: [
    { type: "android.content.ClipboardManager", methods: ["setPrimaryClip", "getPrimaryClip"] },
    { type: "android.content.ClipData", methods: ["newPlainText", "newHtmlText", "newUri"] },
    { type: "android.view.Window", methods: ["setFlags", "clearFlags"] },
    { type: "android.view.SurfaceView", methods: ["setSecure"] },
    { type: "android.app.Activity", methods: ["onResume"], then: (self) => tellSecure(self) },
    { type: "android.app.Activity", methods: ["setRecentsScreenshotEnabled"] },
  ],
  begin: () => {
    for (const type of ["android.view.Window", "android.view.WindowManager$LayoutParams"]) {
      quietly(() => Java.use(type));
    }
  },
};
