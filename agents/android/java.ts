// Hooks on Java methods, placed from a table: every overload, constructors included.

import Java from "frida-java-bridge";
import { hook as told, type HookState } from "../core/report.js";
import { allowed, busy, firstOwn, guarded, Seen, stackId } from "../core/watch.js";
import { javaValue, says } from "./values.js";

type Wrapper = any;

export interface JavaHook {
  type: string;
  /** `$init` is the constructor. */
  methods: string[];
  /** Called by the system all the time: recorded only with a frame of the app's own near the top. */
  noisy?: boolean;
  /** Signatures that must be there: without one of them the hook has failed. */
  needs?: string[];
  /** Looks at the call after it was told; only observes. */
  then?: (self: Wrapper, args: unknown[], result: unknown) => void;
}

export interface Topic {
  name: string;
  hooks: JavaHook[];
  /** Tells states once all hooks are placed. */
  begin?: () => void;
}

const MOST_FRAMES = 32;
const OWN_ONLY = "only calls near the app's own code";

let own: string[] = [];
let tracing: { writer: Wrapper; printer: Wrapper; throwable: Wrapper } | null = null;

/** Must come first: classes are not to be looked up where the app waits for its call. */
export function prepare(prefixes: string[]): void {
  own = prefixes;
  const writer = Java.use("java.io.StringWriter");
  const printer = Java.use("java.io.PrintWriter");
  const throwable = Java.use("java.lang.Throwable");
  throwable.$new().printStackTrace(printer.$new(writer.$new()));
  tracing = { writer, printer, throwable };
}

export function place(topic: Topic): void {
  for (const hook of topic.hooks) {
    let type: Wrapper;
    let missing = "";
    try {
      type = Java.use(hook.type);
    } catch (error) {
      missing = String(error);
    }
    for (const method of hook.methods) {
      const id = apiName(hook.type, method);
      if (missing !== "") told(id, topic.name, absent(missing), 0, missing);
      else placeMethod(topic.name, id, type, method, hook);
    }
  }
}

export function apiName(type: string, method: string): string {
  return `${type}.${method === "$init" ? "<init>" : method}`;
}

function absent(why: string): HookState {
  return why.includes("ClassNotFoundException") || why.includes("NoClassDefFound")
    ? "missing"
    : "failed";
}

function placeMethod(
  topic: string, id: string, type: Wrapper, method: string, hook: JavaHook,
): void {
  const overloads: Wrapper[] | undefined = type[method]?.overloads;
  if (overloads === undefined || overloads.length === 0) {
    told(id, topic, "missing", 0, "no such method");
    return;
  }
  let placed = 0;
  let why = "";
  const there: string[] = [];
  for (const overload of overloads) {
    const signature = overload.argumentTypes.map((one: Wrapper) => one.className).join(",");
    try {
      overload.implementation = observer(id, overload, signature, hook);
      there.push(signature);
      placed++;
    } catch (error) {
      why = `(${signature}): ${error}`;
    }
  }
  const lacking = (hook.needs ?? []).filter((signature) => !there.includes(signature));
  if (lacking.length > 0) why ||= `no overload (${lacking.join("), (")})`;
  const state = why === "" ? "installed" : "failed";
  told(id, topic, state, placed, why || (hook.noisy ? OWN_ONLY : ""));
}

function observer(id: string, overload: Wrapper, signature: string, hook: JavaHook): Wrapper {
  const types: string[] = overload.argumentTypes.map((one: Wrapper) => one.className);
  const returns: string = overload.returnType.className;
  for (const type of [...types, returns]) {
    if (type.includes(".") && !type.startsWith("[")) quietly(() => Java.use(type));
  }
  return function (this: Wrapper, ...args: unknown[]): unknown {
    const tid = Process.getCurrentThreadId();
    if (busy(tid)) return overload.call(this, ...args);
    // What an argument holds may be wiped or filled by the call: it is read before.
    const before = guarded(tid, () => entered(id, this, args, types, hook));
    let result: unknown;
    let thrown = "";
    try {
      result = overload.call(this, ...args);
    } catch (error) {
      thrown = errorClass(error);
      throw error;
    } finally {
      if (before !== null) {
        guarded(tid, () => left(id, tid, signature, before, result, returns, thrown));
      }
      if (hook.then && thrown === "") {
        guarded(tid, () => quietly(() => hook.then!(this, args, result)));
      }
    }
    return result;
  };
}

interface Before {
  seen: Seen;
  target: ReturnType<typeof javaValue>;
  values: ReturnType<typeof javaValue>[];
  frames: string[];
  own: boolean;
}

function entered(
  id: string, self: Wrapper, args: unknown[], types: string[], hook: JavaHook,
): Before | null {
  let frames: string[] = [];
  let isOwn = false;
  if (hook.noisy) {
    frames = stackFrames();
    isOwn = firstOwn(frames, isOwnFrame);
    if (!isOwn) return null;
  }
  if (!allowed(id)) return null;
  if (!hook.noisy) {
    frames = stackFrames();
    isOwn = firstOwn(frames, isOwnFrame);
  }
  const seen = new Seen();
  const values = args.map((value, at) => javaValue(value, types[at], seen, at));
  const target = self?.$h && !id.endsWith("<init>") ? says(self, seen, -1) : null;
  return { seen, target, values, frames, own: isOwn };
}

function left(
  id: string, tid: number, signature: string, before: Before, result: unknown, returns: string,
  thrown: string,
): void {
  const { seen, target, values, frames } = before;
  const told = thrown === "" && returns !== "void" ? javaValue(result, returns, seen, -2) : null;
  seen.tell({
    hook: id, tid, signature, target, arguments: values, result: told, thrown,
    stack: stackId(frames), own: frames.length === 0 ? null : before.own,
  });
}

/** One text for the whole stack: a call into Java for each frame would cost more than all else. */
function stackFrames(): string[] {
  const text = quietly(() => {
    const writer = tracing!.writer.$new();
    tracing!.throwable.$new().printStackTrace(tracing!.printer.$new(writer));
    return String(writer.toString());
  });
  return (text ?? "")
    .split("\n")
    .filter((line) => line.startsWith("\tat "))
    .map((line) => line.slice(4).trim())
    .slice(0, MOST_FRAMES);
}

function isOwnFrame(frame: string): boolean {
  return own.some((prefix) => frame.startsWith(prefix));
}

function errorClass(error: any): string {
  return String(error?.$h ? error.$className : (error?.message ?? error)).split(":")[0].slice(0, 200);
}

/** The agent only observes: what goes wrong in its looking must not reach the app. */
export function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
