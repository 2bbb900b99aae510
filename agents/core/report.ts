// What leaves the process: batches of events, each of one phase, with what was left out counted.

import type { Hit } from "./canaries.js";
import type { Value } from "./values.js";

const BATCH = 200;
const EVERY_MS = 100;
const DROPS_EVERY_MS = 1000;

export interface Call {
  hook: string;
  tid: number;
  signature?: string;
  target?: Value;
  arguments?: Value[];
  result?: Value;
  thrown?: string;
  stack?: string;
  own?: boolean | null;
  hits?: Hit[];
}

export type HookState = "installed" | "missing" | "failed";

type Event =
  | ({ t: "call"; ms: number } & Call)
  | { t: "stack"; id: string; frames: string[] }
  | { t: "hook"; id: string; topic: string; state: HookState; seen: number; why: string }
  | { t: "state"; name: string; value: Value; subject: string; ms: number }
  | { t: "drop"; hook: string; count: number; ms: number };

let phase = "before";
let waiting: Event[] = [];
let sent = 0;
const dropped = new Map<string, number>();
let droppedSince = 0;

function add(event: Event): void {
  waiting.push(event);
  if (waiting.length >= BATCH) pass();
}

function pass(): void {
  if (waiting.length === 0) return;
  const events = waiting;
  waiting = [];
  const first = sent;
  sent += events.length;
  send({ kind: "batch", phase, first, events });
}

function tellDrops(): void {
  const ms = Date.now();
  for (const [hook, count] of dropped) add({ t: "drop", hook, count, ms });
  dropped.clear();
}

export function call(made: Call): void {
  add({ t: "call", ms: Date.now(), ...made });
}

export function hook(id: string, topic: string, state: HookState, seen = 0, why = ""): void {
  add({ t: "hook", id, topic, state, seen, why: why.slice(0, 300) });
}

export function stack(id: string, frames: string[]): void {
  add({ t: "stack", id, frames });
}

export function state(name: string, value: Value, subject = ""): void {
  add({ t: "state", name, value, subject, ms: Date.now() });
}

export function drop(hook: string): void {
  if (dropped.size === 0) droppedSince = Date.now();
  dropped.set(hook, (dropped.get(hook) ?? 0) + 1);
}

/** Sends all that waits; what follows belongs to the next phase. Answers how many were sent. */
export function flush(next = phase): number {
  tellDrops();
  pass();
  phase = next;
  return sent;
}

export function start(): void {
  setInterval(() => {
    if (dropped.size > 0 && Date.now() - droppedSince >= DROPS_EVERY_MS) tellDrops();
    pass();
  }, EVERY_MS);
}
