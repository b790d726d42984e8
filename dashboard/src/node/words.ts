// The words for what a server is doing: those of the verb ls.
import type { Server } from "./types";

export type Tone = "good" | "bad" | "warn" | "calm";

export interface State {
  /** One word to filter by. */
  readonly key: string;
  readonly words: string;
  readonly tone: Tone;
}

export function stateOf(server: Server): State {
  switch (server.reason) {
    case "server-dead":
    case "killed":
      return { key: "dead", words: "dead", tone: "calm" };
    case "unresponsive":
      return { key: "not-answering", words: "not answering", tone: "bad" };
    case "released":
      return { key: "released", words: "released", tone: "calm" };
    case "vanished":
      return { key: "vanished", words: "running, its socket is gone", tone: "warn" };
    case "dial-failed":
      return { key: "not-usable", words: "not usable", tone: "bad" };
    case "connection-lost":
    case "restarted":
      return { key: "connecting", words: "connecting again", tone: "warn" };
    default:
      return server.status === "unmanageable"
        ? { key: "unmanageable", words: "unmanageable", tone: "warn" }
        : server.status === "connected"
          ? { key: "running", words: "running", tone: "good" }
          : { key: "connecting", words: "connecting", tone: "warn" };
  }
}

/** How a dead server ended, as far as it is known. */
export function endOf(server: Server): string | null {
  const end = server.ended;
  if (!end) {
    return null;
  }

  return `${end.cause === "unknown" ? "ended" : end.cause}${end.by ? ` by ${end.by}` : ""}`;
}

const units: readonly (readonly [number, string])[] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** How long, in the largest unit that it fills: "3 min". */
export function age(from: string | number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - (typeof from === "string" ? Date.parse(from) : from)) / 1000));
  for (const [length, name] of units) {
    if (seconds >= length) {
      return `${Math.floor(seconds / length)} ${name}`;
    }
  }

  return `${seconds} s`;
}

export function clock(at: string | number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
