// What happens, from the connection's state channel: it goes on behind what was heard last, or says that some was missed.
import { effect } from "@preact/signals";
import { address } from "./api";
import { connection, openChannel } from "./live";
import type { PlaneEvent } from "./types";

export interface FeedListener {
  events(batch: readonly PlaneEvent[]): void;
  /** Some were missed: what was known counts no longer. */
  resync(): void;
  /** It is up, or up again, and stands behind this event: what was read before may be old. */
  connected(position: string): void;
}

export function openFeed(listener: FeedListener): void {
  let last: string | null = null;
  let batch: PlaneEvent[] = [];
  const flush = () => {
    const whole = batch;
    batch = [];
    if (whole.length > 0) {
      listener.events(whole);
    }
  };
  let number = 0;
  effect(() => {
    const { state, number: current } = connection.value;
    if (state !== "live" || current === number) {
      return;
    }

    number = current;
    let isFirst = true;
    const channel = openChannel({ kind: "state", ...(last ? { after: last } : {}) }, {
      message: (message, length) => {
        if (message.type === "position") {
          last = message.id ?? last;
          if (isFirst && last) {
            isFirst = false;
            listener.connected(last);
          }
        } else if (message.type === "event") {
          channel.used(length);
          const event = message.event as PlaneEvent;
          last = event.id;
          if (event.type === "plane.resync") {
            batch = [];
            listener.resync();
          } else {
            batch.push(event);
            if (batch.length === 1) {
              queueMicrotask(flush);
            }
          }
        }
      },
      closed: () => {},
    });
  });
}

const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf("-") + 1));

/** What the node remembers up to an event, the oldest first. */
export async function readHistory(until: string): Promise<readonly PlaneEvent[]> {
  const end = numberOf(until);
  if (end === 0) {
    return [];
  }

  const abort = new AbortController();
  const response = await fetch(address("v1/events?since=2000-01-01T00:00:00Z"), { signal: abort.signal, headers: { accept: "text/event-stream" } });
  if (!response.ok || !response.body) {
    throw new TypeError(`the node answered ${response.status}`);
  }

  const read: PlaneEvent[] = [];
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + piece.value).split("\n");
      rest = lines.pop()!;
      for (const line of lines.filter((candidate) => candidate.startsWith("data: "))) {
        const event = JSON.parse(line.slice(6)) as PlaneEvent;
        if (event.type !== "plane.resync") {
          if (numberOf(event.id) <= end) {
            read.push(event);
          }

          if (numberOf(event.id) >= end) {
            return read;
          }
        }
      }
    }
  } finally {
    abort.abort();
  }

  return read;
}
