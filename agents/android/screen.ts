// What is on the screen whenever the tester makes a mark: how fields are set, what is legible.

import Java from "frida-java-bridge";
import { legible, type Seen } from "../core/screen.js";
import { state } from "../core/report.js";
import type { Value } from "../core/values.js";
import { quietly } from "./java.js";

const FLAG_SECURE = 0x2000;
const MOST_VIEWS = 3000;

type Wrapper = any;

interface Kinds {
  group: Wrapper;
  text: Wrapper;
  edit: Wrapper;
  web: Wrapper | undefined;
  params: Wrapper | undefined;
}

/** Views are to be asked on the main thread; where there is none, as in tests, on this one. */
export function onMain(work: () => void): void {
  const looper = quietly(() => Java.use("android.os.Looper"));
  if (looper === undefined) Java.perform(work);
  else Java.perform(() => Java.scheduleOnMainThread(work));
}

export function look(): void {
  const global = Java.use("android.view.WindowManagerGlobal").getInstance();
  const kinds: Kinds = {
    group: Java.use("android.view.ViewGroup"),
    text: Java.use("android.widget.TextView"),
    edit: Java.use("android.widget.EditText"),
    web: quietly(() => Java.use("android.webkit.WebView")),
    params: quietly(() => Java.use("android.view.WindowManager$LayoutParams")),
  };
  const names: string[] = global.getViewRootNames();
  for (const name of names) window(String(name), global.getRootView(name), kinds);
}

function window(name: string, root: Wrapper, kinds: Kinds): void {
  const found = new Set<string>();
  const waiting: Wrapper[] = [root];
  let views = 0;
  while (waiting.length > 0 && views < MOST_VIEWS) {
    const view = waiting.pop();
    if (view === null || quietly(() => view.isShown()) !== true) continue;
    views++;
    for (const canary of quietly(() => told(view, kinds)) ?? []) found.add(canary);
    const group = cast(view, kinds.group);
    for (let at = 0; group && at < group.getChildCount(); at++) waiting.push(group.getChildAt(at));
  }
  const flags = quietly<number>(() => cast(root.getLayoutParams(), kinds.params).flags.value);
  const secure: Value = flags === undefined ? null : (flags & FLAG_SECURE) !== 0;
  state("window", [secure, [...found].join(","), views, waiting.length === 0], name);
}

/** The canaries that a view holds, masked or not; tells of fields that hold one, and of pages. */
function told(view: Wrapper, kinds: Kinds): string[] {
  const web = cast(view, kinds.web);
  if (web) {
    state("page", quietly(() => String(web.getUrl() ?? "")) ?? "", nameOf(web));
    return [];
  }
  const text = cast(view, kinds.text);
  if (!text) return [];
  const seen: Seen = legible(String(text.getText() ?? ""));
  if (seen.canaries.length === 0) return seen.canaries;
  const method = text.getTransformationMethod();
  const masked = method !== null && String(method.$className).includes("Password");
  const ids = seen.canaries.join(",");
  if (cast(view, kinds.edit)) {
    state("field", [text.getInputType(), masked, ids], nameOf(view));
  } else if (!masked) {
    state("shown", ids, nameOf(view));
  }
  return seen.canaries;
}

function cast(value: Wrapper, type: Wrapper | undefined): Wrapper | null {
  if (type === undefined || value === null) return null;
  return type.class.isInstance(value) ? Java.cast(value, type) : null;
}

/** Its class, and the name that the app's resources give it. */
function nameOf(view: Wrapper): string {
  const entry = quietly(() => String(view.getResources().getResourceEntryName(view.getId())));
  const type = quietly(() => String(view.getClass().getName())) ?? String(view.$className);
  return `${type} ${entry ?? ""}`.trim();
}
