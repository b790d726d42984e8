// Small pictures of panes, as text: read only while they are looked at.
import { signal, type Signal } from "@preact/signals";
import { get, panePath } from "./api";
import type { Capture } from "./types";

interface Looked {
  readonly screen: Signal<readonly string[] | null>;
  readonly server: string;
  readonly pane: string;
  lookers: number;
}

const looked = new Map<string, Looked>();
const between = 500;
const atOnce = 3;
let turning = false;

/** A pane's screen, kept current until it is no longer looked at. */
export function lookAt(server: string, pane: string): { readonly screen: Signal<readonly string[] | null>; readonly end: () => void } {
  const key = `${server} ${pane}`;
  const found = looked.get(key) ?? { screen: signal<readonly string[] | null>(null), server, pane, lookers: 0 };
  found.lookers++;
  looked.set(key, found);
  if (!turning) {
    turning = true;
    void turn();
  }

  return {
    screen: found.screen,
    end: () => {
      found.lookers--;
      if (found.lookers === 0) {
        looked.delete(key);
      }
    },
  };
}

// One round after another, never two at once: a node that is slow is asked less often.
async function turn(): Promise<void> {
  while (looked.size > 0) {
    const began = performance.now();
    if (!document.hidden) {
      const waiting = [...looked.values()];
      await Promise.all(Array.from({ length: atOnce }, () => readSome(waiting)));
    }

    await new Promise((resume) => setTimeout(resume, Math.max(50, between - (performance.now() - began))));
  }

  turning = false;
}

async function readSome(waiting: Looked[]): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    try {
      const capture = await get<Capture>(`${panePath(next.server, next.pane)}/capture`);
      const rows = capture.screen.map((row) => row.text);
      if (rows.join("\n") !== next.screen.peek()?.join("\n")) {
        next.screen.value = rows;
      }
    } catch {
      // It stays as it was; the tree tells when the pane is gone, and the feed when the node is.
    }
  }
}
