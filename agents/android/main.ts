// The agent for Android.

import Java from "frida-java-bridge";
import { serve } from "../core/agent.js";
import { crypto } from "./crypto.js";
import { place, quietly, prepare } from "./java.js";

const TOPICS = [crypto];
const RUNTIME_EVERY_MS = 20;
const SETTLED_MS = 50;
const RUNTIME_WITHIN_MS = 20_000;

async function runtime(): Promise<void> {
  const since = Date.now();
  while (!quietly(() => Java.available)) {
    if (Date.now() - since > RUNTIME_WITHIN_MS) throw new Error("no Java in this process");
    await new Promise((resolve) => setTimeout(resolve, RUNTIME_EVERY_MS));
  }
}

serve((settings) => {
  const placed = new Promise<void>((resolve, reject) => {
    const begin = (): void =>
      Java.perform(() => {
        try {
          prepare(settings.own);
          for (const topic of TOPICS) {
            if (settings.topics.length === 0 || settings.topics.includes(topic.name)) place(topic);
          }
          // HotSpot's hooks are placed in the next turn; until then nothing is watched.
          setTimeout(resolve, SETTLED_MS);
        } catch (error) {
          reject(error);
        }
      });
    // Where the runtime is there, the hooks wait for the app and the app for nothing.
    if (quietly(() => Java.available)) begin();
    else runtime().then(begin, reject);
  });
  return placed;
});
