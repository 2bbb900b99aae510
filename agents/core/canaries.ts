// Looks for every form of every canary at once, in all of a value, before anything of it is cut.

export interface Hit {
  canary: string;
  argument: number;
  form: string;
  offset: number;
}

/** As the recorder sends them: the form's bytes in hexadecimal, and whether digits may adjoin. */
export type Pattern = [canary: string, form: string, hex: string, bounded: boolean];

interface Known {
  canary: string;
  form: string;
  length: number;
  bounded: boolean;
  wide: boolean;
}

/** Longer values are not searched; the call counts as dropped. */
const MAX_SEARCHED = 1 << 18;
/** Bytes beside a hit that tell whether a number goes on, in UTF-16. */
const NEIGHBOUR = 5;
/** Digits beside a hit, both sides together, from which on it is a part of a longer number. */
const ENOUGH = 2;

let known: Known[] = [];
let classes = new Uint8Array(256);
let width = 1;
let next = new Int32Array(1);
let ends: number[][] = [[]];

/** Aho and Corasick's automaton over the patterns; replaces those before. */
export function seek(patterns: Pattern[]): void {
  const raws = patterns.map(([, , hex]) => fromHex(hex));
  known = patterns.map(([canary, form, , bounded], at) => ({
    canary,
    form,
    length: raws[at].length,
    bounded,
    wide: raws[at].subarray(0, 2).includes(0),
  }));
  classes = new Uint8Array(256);
  width = 1;
  for (const raw of raws) for (const one of raw) if (classes[one] === 0) classes[one] = width++;
  const most = 1 + raws.reduce((sum, raw) => sum + raw.length, 0);
  next = new Int32Array(most * width);
  ends = [[]];
  raws.forEach((raw, at) => {
    let node = 0;
    for (const one of raw) {
      const edge = node * width + classes[one];
      if (next[edge] === 0) next[edge] = ends.push([]) - 1;
      node = next[edge];
    }
    ends[node].push(at);
  });
  link();
}

function link(): void {
  const fail = new Int32Array(ends.length);
  const queue: number[] = [0];
  for (let done = 0; done < queue.length; done++) {
    const node = queue[done];
    for (let byte = 1; byte < width; byte++) {
      const edge = node * width + byte;
      const child = next[edge];
      const back = node === 0 ? 0 : next[fail[node] * width + byte];
      if (child === 0) {
        next[edge] = back;
      } else {
        fail[child] = back;
        ends[child] = ends[child].concat(ends[back]);
        queue.push(child);
      }
    }
  }
}

/** The first and longest hit of each canary; null if the value is too long to be searched. */
export function search(data: Uint8Array, argument: number): Hit[] | null {
  if (known.length === 0) return [];
  if (data.length > MAX_SEARCHED) return null;
  const best = new Map<string, { at: number; found: Known }>();
  let node = 0;
  for (let at = 0; at < data.length; at++) {
    const byte = classes[data[at]];
    node = byte === 0 ? 0 : next[node * width + byte];
    for (const which of ends[node]) {
      const found = known[which];
      const start = at + 1 - found.length;
      if (found.bounded && continues(data, start, found)) continue;
      const before = best.get(found.canary);
      if (before && (before.at < start || before.found.length > found.length)) continue;
      best.set(found.canary, { at: start, found });
    }
  }
  return [...best].map(([canary, { at, found }]) => ({
    canary,
    argument,
    form: found.form,
    offset: at,
  }));
}

/**
 * Whether a longer number goes on around it, in the encoding of the pattern, as the search of a run's
 * files has it: one digit beside it is none yet.
 */
function continues(data: Uint8Array, start: number, found: Known): boolean {
  const span = found.wide ? NEIGHBOUR : ENOUGH;
  const end = start + found.length;
  const before = data.slice(Math.max(start - span, 0), start).reverse();
  const after = data.subarray(end, end + span);
  return digits(before, found.wide) + digits(after, found.wide) >= ENOUGH;
}

/** How many digits one side begins with. */
function digits(side: Uint8Array, wide: boolean): number {
  const beside = wide ? side.filter((one) => one !== 0) : side;
  const other = beside.findIndex((one) => one < 0x30 || one > 0x39);
  return other < 0 ? beside.length : other;
}

export function utf8(value: string): Uint8Array {
  const out: number[] = [];
  for (const character of value) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else out.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return Uint8Array.from(out);
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

function fromHex(hex: string): Uint8Array {
  const out = new Uint8Array(hex.length / 2);
  for (let at = 0; at < out.length; at++) out[at] = parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  return out;
}
