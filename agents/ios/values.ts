// Values of C and Objective-C as a trace has them.

import ObjC from "frida-objc-bridge";
import { bytes, number, text, thing, type Value } from "../core/values.js";
import type { Seen } from "../core/watch.js";

/**
 * How an argument is read: `data:N` are bytes whose length is the argument N, `object` is one of
 * Objective-C or Core Foundation, `out` is written by the call and not read.
 */
export type Kind =
  | "int" | "uint" | "bool" | "long" | "double" | "cstring" | "object" | "class" | "selector"
  | "out" | `data:${number}`;

const MAX_READ = 1 << 20;
/** One type of a method's encoding, qualifiers before it and the place on the stack behind it. */
const ENCODED = /[rnNoORV]*(@\?|@"[^"]*"|\^.[^0-9]*|\{.*\}|\[.*\]|\(.*\)|.)\d*/g;
const KINDS: Record<string, Kind> = {
  "@": "object", "#": "class", ":": "selector", B: "bool", c: "bool", C: "bool", i: "int",
  I: "uint", s: "int", S: "uint", l: "long", L: "long", q: "long", Q: "long", "*": "cstring",
};

/** The kinds of a method's result and of its arguments; what follows a structure is not read. */
export function kindsOf(encoding: string): Kind[] {
  const types = [...encoding.matchAll(ENCODED)].map((match) => match[1]);
  const struct = types.findIndex((type, at) => at > 0 && /^[{[(fd]/.test(type));
  return types.map((type, at) =>
    struct > 0 && at >= struct ? "out" : (KINDS[type.startsWith('@"') ? "@" : type] ?? "out"),
  );
}

export function cValue(raw: NativePointer, kind: Kind, all: InvocationArguments | null, seen: Seen,
  argument: number): Value {
  try {
    return read(raw, kind, all, seen, argument);
  } catch (error) {
    return thing(kind, `unreadable: ${error}`);
  }
}

function read(raw: NativePointer, kind: Kind, all: InvocationArguments | null, seen: Seen,
  argument: number): Value {
  if (kind === "int") return raw.toInt32();
  if (kind === "uint") return raw.toUInt32();
  if (kind === "bool") return (raw.toUInt32() & 0xff) !== 0;
  if (kind === "long") return number(int64(raw.toString()));
  if (kind === "out" || kind === "double") return thing(kind);
  if (raw.isNull()) return null;
  if (kind === "cstring") return said(raw.readUtf8String() ?? "", seen, argument);
  if (kind === "object") return objectValue(raw, seen, argument);
  if (kind === "class") return thing("Class", new ObjC.Object(raw).$className);
  if (kind === "selector") return ObjC.selectorAsString(raw);
  const length = all === null ? 0 : all[Number(kind.slice("data:".length))].toUInt32();
  return bytesAt(raw, length, seen, argument);
}

function bytesAt(at: NativePointer, length: number, seen: Seen, argument: number): Value {
  if (length > MAX_READ) seen.unread();
  const data = new Uint8Array(at.readByteArray(Math.min(length, MAX_READ)) ?? new ArrayBuffer(0));
  seen.bytes(data, argument);
  return bytes(data, length);
}

function said(value: string, seen: Seen, argument: number): Value {
  seen.text(value, argument);
  return text(value);
}

/** An object, as it says; the app's own classes are not asked: their code would run. */
function objectValue(raw: NativePointer, seen: Seen, argument: number): Value {
  if (!ObjC.available) return thing("pointer");
  const object = new ObjC.Object(raw);
  const type = object.$className;
  if (isKind(object, "NSString")) return said(String(object.UTF8String()), seen, argument);
  if (isKind(object, "NSData")) {
    return bytesAt(object.bytes() as NativePointer, Number(object.length()), seen, argument);
  }
  if (isKind(object, "UNNotificationRequest")) {
    const content = object.content();
    for (const part of [content.title(), content.subtitle(), content.body()]) {
      if (part !== null) seen.text(String(part.UTF8String()), argument);
    }
    return thing(type);
  }
  if (isKind(object, "NSDictionary")) carried(object, seen, argument);
  if (object.$moduleName === Process.mainModule.path && !type.startsWith("NS")) return thing(type);
  const told = object.toString();
  seen.text(told, argument);
  return thing(type, told);
}

/** What a dictionary holds, searched: its description cuts data short. */
function carried(dictionary: ObjC.Object, seen: Seen, argument: number): void {
  const keys = dictionary.allKeys();
  for (let at = 0; at < Number(keys.count()); at++) {
    const value = dictionary.objectForKey_(keys.objectAtIndex_(at));
    if (isKind(value, "NSString")) seen.text(String(value.UTF8String()), argument);
    else if (isKind(value, "NSData")) {
      bytesAt(value.bytes() as NativePointer, Number(value.length()), seen, argument);
    }
  }
}

function isKind(object: ObjC.Object, name: string): boolean {
  const wanted = ObjC.classes[name];
  return wanted !== undefined && Boolean(object.isKindOfClass_(wanted));
}
