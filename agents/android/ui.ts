// What fields take and whether keyboards may learn from them; what lies over the app.

import { state } from "../core/report.js";
import { quietly, type Topic } from "./java.js";

export const ui: Topic = {
  name: "ui",
  hooks: [
    {
      type: "android.widget.TextView",
      methods: ["setInputType", "setRawInputType"],
      then: (self, [type]) =>
        quietly(() => state("input-type", type as number, `${self.$className} ${self.getId()}`)),
    },
    { type: "android.widget.TextView", methods: ["setTransformationMethod", "setTextIsSelectable"] },
    { type: "android.view.View", methods: ["setFilterTouchesWhenObscured"] },
    { type: "android.view.View", methods: ["setImportantForAutofill"] },
    { type: "android.view.WindowManagerImpl", methods: ["addView"] },
    { type: "android.app.NotificationManager", methods: ["notify"] },
    { type: "android.widget.Toast", methods: ["makeText"] },
  ],
};
