// Looking at the screen when the tester makes a mark, in bounds of time: the app goes first.

import { search, utf8 } from "./canaries.js";
import { state } from "./report.js";
import { guarded } from "./watch.js";

const WITHIN_MS = 5000;

export interface Seen {
  canaries: string[];
}

export interface Screen {
  onMain: (work: () => void) => void;
  look: () => void;
}

/** Which canaries stand in a text, as they were typed or in any other form. */
export function legible(text: string): Seen {
  return { canaries: (search(utf8(text), 0) ?? []).map((hit) => hit.canary) };
}

/** Tells what can be seen now. What an app's main thread does not answer in time is not told. */
export function looked(screen: Screen): Promise<void> {
  return new Promise((resolve) => {
    let late = false;
    const over = setTimeout(() => {
      late = true;
      resolve();
    }, WITHIN_MS);
    const work = (): void => {
      if (late) return;
      try {
        guarded(Process.getCurrentThreadId(), screen.look);
      } catch (error) {
        state("look-failed", String(error).slice(0, 200));
      }
      clearTimeout(over);
      resolve();
    };
    try {
      screen.onMain(work);
    } catch {
      clearTimeout(over);
      resolve();
    }
  });
}
