// Values as a trace has them, cut to a length; what is cut was searched for canaries before.

export type Value =
  | null
  | boolean
  | number
  | string
  | { bytes: [string, number] }
  | { thing: [string, string] }
  | { text: [string, number] }
  | Value[];

const MAX_TEXT = 1024;
const MAX_THING = 512;
const MAX_BYTES = 256;
export const MAX_ITEMS = 16;
export const MAX_DEPTH = 3;

export function text(value: string): Value {
  if (value.length <= MAX_TEXT) return value;
  return { text: [value.slice(0, MAX_TEXT), value.length] };
}

export function bytes(value: Uint8Array, length = value.length): Value {
  let hex = "";
  for (const one of value.subarray(0, MAX_BYTES)) hex += one.toString(16).padStart(2, "0");
  return { bytes: [hex, length] };
}

export function thing(type: string, says = ""): Value {
  return { thing: [type, says.slice(0, MAX_THING)] };
}

/** A number, or its digits if JavaScript cannot hold it. */
export function number(value: number | Int64 | UInt64): Value {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  const plain = value.toNumber();
  return Number.isSafeInteger(plain) ? plain : value.toString();
}
