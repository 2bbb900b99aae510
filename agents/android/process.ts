// What holds of the process from its start: how it was built, and who installed it.

import Java from "frida-java-bridge";
import { state } from "../core/report.js";
import { quietly } from "./java.js";

const FLAG_DEBUGGABLE = 0x2;

export function tellProcess(): void {
  quietly(() => {
    const app = Java.use("android.app.ActivityThread").currentApplication();
    if (app === null) return;
    const name = String(app.getPackageName());
    const flags: number = app.getApplicationInfo().flags.value;
    state("debuggable", (flags & FLAG_DEBUGGABLE) !== 0, name);
    const installer = app.getPackageManager().getInstallerPackageName(name);
    state("installer", installer === null ? "" : String(installer), name);
  });
}
