// Hooks on C functions and on methods of Objective-C, placed from a table.

import ObjC from "frida-objc-bridge";
import { hook as told } from "../core/report.js";
import type { Value } from "../core/values.js";
import { allowed, busy, firstOwn, guarded, Seen, stackId } from "../core/watch.js";
import { cValue, kindsOf, type Kind } from "./values.js";

export interface CHook {
  symbol: string;
  arguments: Kind[];
  result?: Kind;
  /** Called by the system all the time: recorded only with a frame of the app's own near the top. */
  noisy?: boolean;
}

export interface ObjCHook {
  type: string;
  /** With their sign: `- setObject:forKey:`. */
  methods: string[];
  noisy?: boolean;
}

export interface Topic {
  name: string;
  functions?: CHook[];
  methods?: ObjCHook[];
}

const MOST_FRAMES = 24;
const OWN_ONLY = "only calls near the app's own code";

export function place(topic: Topic): void {
  for (const hook of topic.functions ?? []) placeFunction(topic.name, hook);
  for (const hook of topic.methods ?? []) {
    for (const method of hook.methods) placeMethod(topic.name, hook, method);
  }
}

/** `-[NSURLSession dataTaskWithRequest:]` */
export function apiName(type: string, method: string): string {
  return `${method[0]}[${type} ${method.slice(2)}]`;
}

function placeFunction(topic: string, hook: CHook): void {
  const address = Module.findGlobalExportByName(hook.symbol);
  if (address === null) {
    told(hook.symbol, topic, "missing", 0, "no such symbol");
    return;
  }
  attach(topic, hook.symbol, address, hook.noisy ?? false, 0, hook.arguments, hook.result ?? "out");
}

function placeMethod(topic: string, hook: ObjCHook, method: string): void {
  const id = apiName(hook.type, method);
  const type = ObjC.available ? ObjC.classes[hook.type] : undefined;
  const found = type?.[method] as ObjC.ObjectMethod | undefined;
  if (found === undefined) {
    told(id, topic, "missing", 0, type === undefined ? "no such class" : "no such method");
    return;
  }
  const [result, , , ...kinds] = kindsOf(found.types);
  attach(topic, id, found.implementation, hook.noisy ?? false, 2, kinds, result ?? "out");
}

interface Before {
  seen: Seen;
  target: Value;
  values: Value[];
  frames: string[];
  own: boolean;
}

function attach(
  topic: string, id: string, address: NativePointer, noisy: boolean, skip: number, kinds: Kind[],
  result: Kind,
): void {
  try {
    Interceptor.attach(address, {
      onEnter(args) {
        const tid = this.threadId;
        if (!busy(tid)) this.before = guarded(tid, () => entered(this, id, args, noisy, skip, kinds));
      },
      onLeave(value) {
        const before: Before | null | undefined = this.before;
        if (before) guarded(this.threadId, () => left(id, this.threadId, before, value, result));
      },
    });
    told(id, topic, "installed", 1, noisy ? OWN_ONLY : "");
  } catch (error) {
    told(id, topic, "failed", 0, String(error));
  }
}

function entered(
  context: InvocationContext, id: string, args: InvocationArguments, noisy: boolean, skip: number,
  kinds: Kind[],
): Before | null {
  let trace: NativePointer[] = [];
  if (noisy) {
    trace = backtrace(context);
    if (!firstOwn(trace.map(String), isOwn)) return null;
  }
  if (!allowed(id)) return null;
  if (!noisy) trace = backtrace(context);
  const seen = new Seen();
  const values = kinds.map((kind, at) => cValue(args[at + skip], kind, args, seen, at));
  const target = skip > 0 ? cValue(args[0], "object", args, seen, -1) : null;
  return { seen, target, values, frames: trace.map(named), own: firstOwn(trace.map(String), isOwn) };
}

function left(id: string, tid: number, before: Before, value: NativePointer, kind: Kind): void {
  const { seen, target, values, frames, own } = before;
  const result = kind === "out" ? null : cValue(value, kind, null, seen, -2);
  seen.tell({
    hook: id, tid, target, arguments: values, result, stack: stackId(frames),
    own: frames.length === 0 ? null : own,
  });
}

function backtrace(context: InvocationContext): NativePointer[] {
  return Thread.backtrace(context.context, Backtracer.ACCURATE).slice(0, MOST_FRAMES);
}

const names = new Map<string, string>();

function named(address: NativePointer): string {
  const key = address.toString();
  let name = names.get(key);
  if (name === undefined) {
    const symbol = DebugSymbol.fromAddress(address);
    name = `${symbol.moduleName ?? "?"}!${symbol.name ?? address}`;
    names.set(key, name);
  }
  return name;
}

const bundle = Process.mainModule.path.replace(/\/[^/]*$/, "/");

/** Of the app's own: its program and what lies beside it, frameworks that it brings included. */
function isOwn(address: string): boolean {
  const module = Process.findModuleByAddress(ptr(address));
  return module !== null && module.path.startsWith(bundle);
}
