// What the recorder calls and hands over: the same for both platforms.

import { seek, type Pattern } from "./canaries.js";
import { flush, start } from "./report.js";
import { looked, type Screen } from "./screen.js";
import { limit } from "./watch.js";

/** What the recorder puts before the bundle. */
export interface Settings {
  /** What the names of the app's own code begin with. */
  own: string[];
  /** Calls of one hook that are recorded in a second; 0 leaves the limit as it is. */
  rate: number;
  /** Topics to watch; all if it is empty. */
  topics: string[];
  patterns: Pattern[];
}

interface Failure {
  failed: string;
}

/**
 * Begins at once: a process that was spawned waits for it. `install` answers when all hooks are
 * placed, which on Android is when the app's classes can be found.
 */
export function serve(install: (settings: Settings) => Promise<void>, screen: Screen): void {
  const settings = (globalThis as unknown as { appsec: Settings }).appsec;
  start();
  if (settings.rate > 0) limit(settings.rate);
  seek(settings.patterns);
  const done: Promise<true | Failure> = install(settings).then(
    () => {
      flush();
      return true;
    },
    (error) => ({ failed: String(error) }),
  );
  rpc.exports = {
    installed: () => done,
    now: () => Date.now(),
    ping: () => true,
    seek: (patterns: Pattern[]) => seek(patterns),
    // A mark ends what came before it: what was on the screen then belongs to that.
    phase: (name: string) => looked(screen).then(() => flush(name)),
    flush: () => looked(screen).then(() => flush()),
    // Frida calls it before the process ends, if that ends as it should.
    dispose: () => {
      flush();
    },
  };
}
