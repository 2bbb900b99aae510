// What is on the screen whenever the tester makes a mark: how fields are set, what is legible.

import ObjC from "frida-objc-bridge";
import { legible } from "../core/screen.js";
import { state } from "../core/report.js";

const MOST_VIEWS = 3000;

type Wrapper = any;

/** Views are to be asked on the main thread. */
export function onMain(work: () => void): void {
  if (!ObjC.available || ObjC.classes.UIApplication === undefined) throw new Error("no screen");
  ObjC.schedule(ObjC.mainQueue, work);
}

export function look(): void {
  const windows = ObjC.classes.UIApplication.sharedApplication().windows();
  for (let at = 0; at < Number(windows.count()); at++) window(windows.objectAtIndex_(at));
}

function window(root: Wrapper): void {
  const found = new Set<string>();
  const waiting: Wrapper[] = [root];
  let views = 0;
  while (waiting.length > 0 && views < MOST_VIEWS) {
    const view = waiting.pop();
    if (truth(view.isHidden())) continue;
    views++;
    for (const canary of told(view)) found.add(canary);
    const below = view.subviews();
    for (let at = 0; at < Number(below.count()); at++) waiting.push(below.objectAtIndex_(at));
  }
  state("window", [null, [...found].join(","), views, waiting.length === 0], nameOf(root));
}

/** The canaries that a view holds, masked or not; tells of fields that hold one, and of pages. */
function told(view: Wrapper): string[] {
  if (isKind(view, "WKWebView")) {
    const url = view.URL();
    state("page", url === null ? "" : String(url.absoluteString()), nameOf(view));
    return [];
  }
  const field = isKind(view, "UITextField") || isKind(view, "UITextView");
  if (!field && !isKind(view, "UILabel")) return [];
  const text = view.text();
  const canaries = text === null ? [] : legible(String(text.UTF8String())).canaries;
  if (canaries.length === 0) return [];
  const ids = canaries.join(",");
  if (field) {
    const traits = [view.autocorrectionType(), view.spellCheckingType(), view.keyboardType()];
    state("field", [truth(view.isSecureTextEntry()), ...traits.map(Number), ids], nameOf(view));
  } else {
    state("shown", ids, nameOf(view));
  }
  return canaries;
}

function truth(value: unknown): boolean {
  return value === true || value === 1;
}

function isKind(view: Wrapper, name: string): boolean {
  const type = ObjC.classes[name];
  return type !== undefined && truth(view.isKindOfClass_(type));
}

/** Its class, and the name that the app gives it for tests and accessibility. */
function nameOf(view: Wrapper): string {
  const given = view.accessibilityIdentifier();
  return `${view.$className} ${given === null ? "" : given.UTF8String()}`.trim();
}
