// The agent for Android.

import Java from "frida-java-bridge";
import { serve, type Settings } from "../core/agent.js";
import { clipboardScreen } from "./clipboard_screen.js";
import { crypto } from "./crypto.js";
import { detection } from "./detection.js";
import { ipc } from "./ipc.js";
import { place, prepare, quietly } from "./java.js";
import { keystore } from "./keystore.js";
import { loadingPermissions } from "./loading_permissions.js";
import { log } from "./log.js";
import { tellProcess } from "./process.js";
import { randomBiometrics } from "./random_biometrics.js";
import { look, onMain } from "./screen.js";
import { storage } from "./storage.js";
import { tls } from "./tls.js";
import { ui } from "./ui.js";
import { webview } from "./webview.js";

const TOPICS = [
  crypto, keystore, storage, log, clipboardScreen, ui, ipc, webview, tls, detection,
  randomBiometrics, loadingPermissions,
];
const SETTLED_MS = 50;
const RUNTIME_EVERY_MS = 20;
const RUNTIME_WITHIN_MS = 20_000;

async function runtime(): Promise<void> {
  const since = Date.now();
  while (!quietly(() => Java.available)) {
    if (Date.now() - since > RUNTIME_WITHIN_MS) throw new Error("no Java in this process");
    await new Promise((resolve) => setTimeout(resolve, RUNTIME_EVERY_MS));
  }
}

function placeAll({ own, topics }: Settings): void {
  prepare(own);
  for (const topic of TOPICS) {
    if (topics.length > 0 && !topics.includes(topic.name)) continue;
    topic.begin?.();
    place(topic);
  }
  tellProcess();
}

serve(
  (settings) =>
    new Promise<void>((resolve, reject) => {
      const begin = (): void =>
        Java.perform(() => {
          try {
            placeAll(settings);
            // HotSpot's hooks are placed in the next turn; until then nothing is watched.
            setTimeout(resolve, SETTLED_MS);
          } catch (error) {
            reject(error);
          }
        });
      // Where the runtime is there, the hooks wait for the app and the app for nothing.
      if (quietly(() => Java.available)) begin();
      else runtime().then(begin, reject);
    }),
  { onMain, look },
);
