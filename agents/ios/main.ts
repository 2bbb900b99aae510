// The agent for iOS.

import { serve } from "../core/agent.js";
import { clipboardScreen } from "./clipboard_screen.js";
import { crypto } from "./crypto.js";
import { detection } from "./detection.js";
import { ipc } from "./ipc.js";
import { keystore } from "./keystore.js";
import { loadingPermissions } from "./loading_permissions.js";
import { log } from "./log.js";
import { place } from "./native.js";
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

serve(async ({ topics }) => {
  for (const topic of TOPICS) {
    if (topics.length === 0 || topics.includes(topic.name)) place(topic);
  }
}, { onMain, look });
