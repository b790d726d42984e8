// What happened, as spans: a server from the moment it was connected to the moment it was lost, with the cause and what shows it.
import type { PlaneEvent } from "./types";

export interface Span {
  readonly server: string;
  readonly pid: number | null;
  /** Null when it had begun before the node's memory reaches. */
  readonly from: number | null;
  /** Null while it lasts. */
  readonly to: number | null;
  readonly cause: string | null;
  readonly evidence: string | null;
  /** When it did not answer: from, to. */
  readonly gaps: readonly (readonly [number, number | null])[];
}

interface Open {
  server: string;
  pid: number | null;
  from: number | null;
  gaps: (readonly [number, number | null])[];
}

export function spansOf(events: readonly PlaneEvent[]): readonly Span[] {
  const open = new Map<string, Open>();
  const done: Span[] = [];
  const close = (span: Open, at: number, cause: string | null, evidence: string | null) => {
    open.delete(span.server);
    done.push({ ...span, gaps: endGap(span.gaps, at), to: at, cause, evidence });
  };
  for (const event of events) {
    const server = event.server;
    if (server === undefined) {
      continue;
    }

    const at = Date.parse(event.at);
    const current = open.get(server);
    switch (event.type) {
      case "server.connected": {
        const pid = event.generation?.pid ?? null;
        if (current && current.pid === pid) {
          break;
        }

        if (current) {
          close(current, at, null, null);
        }

        open.set(server, { server, pid, from: at, gaps: [] });
        break;
      }

      case "server.unreachable":
        current?.gaps.push([at, null]);
        break;
      case "server.reachable":
        if (current) {
          current.gaps = endGap(current.gaps, at);
        }

        break;
      case "server.lost":
        close(current ?? { server, pid: event.generation?.pid ?? null, from: null, gaps: [] }, at, event.cause ?? null, event.evidence ?? null);
        break;
      case "server.removed":
        if (current) {
          close(current, at, null, null);
        }

        break;
    }
  }

  return [...done, ...[...open.values()].map((span) => ({ ...span, to: null, cause: null, evidence: null }))].sort((a, b) => (b.to ?? Infinity) - (a.to ?? Infinity) || a.server.localeCompare(b.server));
}

function endGap(gaps: readonly (readonly [number, number | null])[], at: number): (readonly [number, number | null])[] {
  return gaps.map(([from, to]) => [from, to ?? at] as const);
}
