// What every hook goes through: the limit of its rate, the guard of its thread, its stack.

import { search, utf8, type Hit } from "./canaries.js";
import { call, drop, stack, type Call } from "./report.js";

/** Calls of one hook that are recorded in a second; a burst may use up two. */
const DEFAULT_RATE = 300;
const MAX_STACKS = 20_000;
const FIRST_FRAMES = 8;

let rate = DEFAULT_RATE;
const budgets = new Map<string, { left: number; at: number }>();
const inside = new Set<number>();
const stacks = new Set<string>();

export function limit(perSecond: number): void {
  rate = perSecond;
  budgets.clear();
}

/** Whether a call of the hook may be recorded now; one that may not is counted. */
export function allowed(hook: string): boolean {
  const now = Date.now();
  let budget = budgets.get(hook);
  if (budget === undefined) budgets.set(hook, (budget = { left: 2 * rate, at: now }));
  budget.left = Math.min(2 * rate, budget.left + ((now - budget.at) * rate) / 1000);
  budget.at = now;
  if (budget.left < 1) {
    drop(hook);
    return false;
  }
  budget.left -= 1;
  return true;
}

/** Whether this thread is already within the agent: reading a value calls what is hooked. */
export function busy(tid: number): boolean {
  return inside.has(tid);
}

export function guarded<T>(tid: number, work: () => T): T {
  inside.add(tid);
  try {
    return work();
  } finally {
    inside.delete(tid);
  }
}

/** Collects the values of one call, each searched whole for canaries before it is cut. */
export class Seen {
  readonly hits: Hit[] = [];
  private whole = true;

  bytes(data: Uint8Array, argument: number): void {
    const found = search(data, argument);
    if (found === null) this.whole = false;
    else this.hits.push(...found.filter((hit) => !this.has(hit)));
  }

  /** One argument may be searched as what it says and as what it carries: once is enough. */
  private has(hit: Hit): boolean {
    return this.hits.some((one) => one.canary === hit.canary && one.argument === hit.argument);
  }

  text(value: string, argument: number): void {
    this.bytes(utf8(value), argument);
  }

  /** Says that something was too long to be read whole. */
  unread(): void {
    this.whole = false;
  }

  /** Passes the call on. What was not searched whole is told as dropped: its silence is none. */
  tell(made: Call): void {
    if (!this.whole) drop(made.hook);
    call(this.hits.length > 0 ? { ...made, hits: this.hits } : made);
  }
}

/** The id of a stack, which is told once; empty if there are too many of them. */
export function stackId(frames: string[]): string {
  if (frames.length === 0) return "";
  const id = digest(frames.join("\n"));
  if (!stacks.has(id)) {
    if (stacks.size >= MAX_STACKS) return "";
    stacks.add(id);
    stack(id, frames);
  }
  return id;
}

export function firstOwn(frames: string[], own: (frame: string) => boolean): boolean {
  return frames.slice(0, FIRST_FRAMES).some(own);
}

/** Two FNV-1a hashes of 32 bits: a name for a stack, nothing that anybody may rely upon. */
function digest(value: string): string {
  let one = 0x811c9dc5;
  let two = 0x1000193;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code ^ (one >>> 24), 0x01000193);
  }
  return ((one >>> 0).toString(16).padStart(8, "0") + (two >>> 0).toString(16).padStart(8, "0"));
}
