// Java's values as a trace has them.

import Java from "frida-java-bridge";
import type { Seen } from "../core/watch.js";
import { bytes, MAX_DEPTH, MAX_ITEMS, number, text, thing, type Value } from "../core/values.js";

const SPEAKS = /^(?:android|androidx|java|javax|kotlin|com\.google\.android|okhttp3|org\.json)\./;
/** What these say of themselves leaves out what matters. */
const TELLERS: Record<string, (self: any) => string> = {
  "android.content.Intent": (self) => String(self.toUri(0)),
  "android.app.Notification": (self) => `visibility=${self.visibility.value}`,
  "javax.crypto.spec.PBEKeySpec": (self) => `iterations=${self.getIterationCount()}`,
};
/** What these carry besides what they say, which is searched but not told. */
const CARRIERS: Record<string, (self: any, seen: Seen, argument: number) => void> = {
  "android.content.Intent": (self, seen, argument) => {
    const clip = self.getClipData();
    if (clip !== null) seen.text(String(clip.toString()), argument);
    const extras = self.getExtras();
    if (extras !== null) carried(extras, seen, argument);
  },
  "android.app.Notification": (self, seen, argument) =>
    carried(self.extras.value, seen, argument),
};
const KEY = /^javax\.crypto\.spec\.SecretKeySpec$/;

/** `argument` is its place: -1 for the object, -2 for the result. */
export function javaValue(
  value: any, type: string, seen: Seen, argument: number, depth = 0,
): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return number(value);
  if (typeof value === "string") {
    seen.text(value, argument);
    return text(value);
  }
  if (value instanceof Int64 || value instanceof UInt64) return number(value);
  try {
    if (type === "[B") return byteArray(value, seen, argument);
    if (type === "[C") return charArray(value, seen, argument);
    if (value.$className === undefined && value.length !== undefined) {
      if (depth >= MAX_DEPTH) return thing(type);
      const item = type.replace(/^\[L?|;$/g, "");
      const items: Value[] = [];
      for (let at = 0; at < Math.min(value.length, MAX_ITEMS); at++) {
        items.push(javaValue(value[at], item, seen, argument, depth + 1));
      }
      return items;
    }
    return says(value, seen, argument);
  } catch (error) {
    return thing(type, `unreadable: ${error}`);
  }
}

function byteArray(value: any, seen: Seen, argument: number): Value {
  const length: number = value.length;
  const data = new Uint8Array(
    length === 0
      ? new ArrayBuffer(0)
      : value.withElements((elements: NativePointer) => elements.readByteArray(length)),
  );
  seen.bytes(data, argument);
  return bytes(data);
}

function charArray(value: any, seen: Seen, argument: number): Value {
  const length: number = value.length;
  const told: string =
    length === 0
      ? ""
      : value.withElements((elements: NativePointer) => elements.readUtf16String(length));
  seen.text(told, argument);
  return text(told);
}

/** An object, as it says; the app's own classes are not asked: their code would run. */
export function says(value: any, seen: Seen, argument: number): Value {
  const type: string = realClass(value);
  try {
    if (type.startsWith("[")) return thing(type);
    if (type === "java.lang.String") return javaValue(String(value.toString()), type, seen, argument);
    if (KEY.test(type)) {
      return byteArray(Java.cast(value, Java.use(type)).getEncoded(), seen, argument);
    }
    if (!SPEAKS.test(type)) return thing(type);
    const teller = TELLERS[type];
    const told = teller ? teller(Java.cast(value, Java.use(type))) : String(value.toString());
    seen.text(told, argument);
    CARRIERS[type]?.(Java.cast(value, Java.use(type)), seen, argument);
    return thing(type, told);
  } catch {
    return thing(type);
  }
}

/** What a bundle holds, searched. What only the app's own code can read counts as unread. */
function carried(bundle: any, seen: Seen, argument: number, depth = 0): void {
  const names: any[] = Java.cast(bundle.keySet(), Java.use("java.util.Set")).toArray();
  for (const name of names) {
    const value = bundle.get(String(name));
    if (value === null) continue;
    const type = realClass(value);
    if (typeof value === "string" || type === "java.lang.String") {
      seen.text(String(value), argument);
    } else if (type === "android.os.Bundle" && depth < MAX_DEPTH) {
      carried(Java.cast(value, Java.use(type)), seen, argument, depth + 1);
    } else if (SPEAKS.test(type)) {
      seen.text(String(value.toString()), argument);
    } else if (typeof value === "object") {
      seen.unread();
    }
  }
}

function realClass(value: any): string {
  try {
    return String(value.$className ?? "");
  } catch {
    return "";
  }
}
