// Whether the app looks at the device that it runs on.

import type { Topic } from "./java.js";

export const detection: Topic = {
  name: "detection",
  hooks: [
    { type: "java.io.File", methods: ["exists", "canExecute"], noisy: true },
    { type: "java.lang.Runtime", methods: ["exec"] },
    { type: "java.lang.ProcessBuilder", methods: ["start"] },
    {
      type: "android.app.ApplicationPackageManager",
      methods: [
        "getPackageInfo", "getInstalledPackages", "getInstalledApplications",
        "getInstallerPackageName", "getInstallSourceInfo",
      ],
      noisy: true,
    },
    { type: "android.os.Debug", methods: ["isDebuggerConnected"], noisy: true },
    { type: "android.os.SystemProperties", methods: ["get"], noisy: true },
    { type: "android.provider.Settings$Global", methods: ["getInt", "getString"], noisy: true },
    { type: "java.io.FileInputStream", methods: ["$init"], noisy: true },
  ],
};
