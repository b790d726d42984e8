// The one connection that everything live goes over: docs/http-api.md, "Live". Channels end with it; who wants one again opens it again when
// it is up.
import { signal } from "@preact/signals";
import { address } from "./api";

/** What the node says of one channel, or of all. */
export interface LiveMessage {
  readonly type: string;
  readonly channel?: number;
  readonly node?: string;
  readonly scope?: string;
  readonly id?: string;
  readonly event?: unknown;
  readonly pane?: unknown;
  readonly length?: number;
  readonly code?: string;
  readonly reason?: string;
}

export interface ChannelListener {
  message?(message: LiveMessage, length: number): void;
  bytes?(bytes: Uint8Array): void;
  /** The last: nothing more comes on it. The code is "lost" when the connection is. */
  closed(code: string, reason: string): void;
}

export interface Channel {
  /** Says that so many bytes were used. They are granted in portions. */
  used(bytes: number): void;
  /** Sends what was typed; false when it was not sent. */
  send(bytes: Uint8Array): boolean;
  resize(columns: number, rows: number): void;
  close(): void;
}

export interface Connection {
  readonly state: "connecting" | "live" | "lost";
  readonly since: number;
  /** Counts connections: each one is another. */
  readonly number: number;
}

/** What is granted on a channel at its beginning. */
export const firstCredit = 128 * 1024;

const portion = 16 * 1024;
const longestMessage = 32 * 1024;
const channelBytes = 4;
const silence = 40_000;
const answerWithin = 5_000;
const waits = [250, 500, 1000, 2000, 5000];

/** How it is with the connection. */
export const connection = signal<Connection>({ state: "connecting", since: Date.now(), number: 0 });

/** When the node was heard last, by this browser's clock. */
export const heard = signal(0);

/** What this browser's login allows; null until the node has said it. */
export const scope = signal<string | null>(null);

const scopes = ["read", "input", "manage", "admin"];

/** Whether this browser's login reaches so far. */
export function may(needed: "input" | "manage" | "admin"): boolean {
  return scope.value !== null && scopes.indexOf(scope.value) >= scopes.indexOf(needed);
}

/** Told after each time that the connection ended or could not be made. */
let onLost = (): void => {};

export function whenLost(action: () => void): void {
  onLost = action;
}

let socket: WebSocket | null = null;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let nextChannel = 1;
const channels = new Map<number, { readonly listener: ChannelListener; owed: number }>();

function say(message: Readonly<Record<string, unknown>>): void {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify(message));
  }
}

/** Opens a channel. On a connection that is not up it is closed at once. */
export function openChannel(request: Readonly<Record<string, unknown>>, listener: ChannelListener): Channel {
  const number = nextChannel++;
  if (connection.peek().state !== "live") {
    queueMicrotask(() => listener.closed("lost", "the node is not connected"));
    return { used: () => {}, send: () => false, resize: () => {}, close: () => {} };
  }

  const entry = { listener, owed: 0 };
  channels.set(number, entry);
  say({ type: "open", channel: number, credit: firstCredit, ...request });
  const isOpen = () => channels.get(number) === entry;
  return {
    used: (bytes) => {
      entry.owed += bytes;
      if (entry.owed >= portion && isOpen()) {
        say({ type: "credit", channel: number, credit: entry.owed });
        entry.owed = 0;
      }
    },
    send: (bytes) => {
      if (!isOpen() || socket?.readyState !== WebSocket.OPEN) {
        return false;
      }

      for (let at = 0; at < bytes.length; at += longestMessage) {
        const piece = bytes.subarray(at, at + longestMessage);
        const framed = new Uint8Array(channelBytes + piece.length);
        new DataView(framed.buffer).setUint32(0, number);
        framed.set(piece, channelBytes);
        socket.send(framed);
      }

      return true;
    },
    resize: (columns, rows) => {
      if (isOpen()) {
        say({ type: "resize", channel: number, columns, rows });
      }
    },
    close: () => {
      if (isOpen()) {
        // What is under way is dropped by its number, which is never used again.
        channels.delete(number);
        say({ type: "close", channel: number });
      }
    },
  };
}

function hear(): void {
  heard.value = Date.now();
}

function take(data: unknown): void {
  hear();
  if (data instanceof ArrayBuffer) {
    const entry = channels.get(new DataView(data).getUint32(0));
    entry?.listener.bytes?.(new Uint8Array(data, channelBytes));
    return;
  }

  const text = data as string;
  const message = JSON.parse(text) as LiveMessage;
  if (message.type === "hello") {
    scope.value = message.scope ?? null;
    failures = 0;
    connection.value = { state: "live", since: Date.now(), number: connection.peek().number + 1 };
    return;
  }

  const entry = message.channel === undefined ? undefined : channels.get(message.channel);
  if (!entry) {
    return;
  }

  if (message.type === "closed") {
    channels.delete(message.channel!);
    entry.listener.closed(message.code ?? "", message.reason ?? "");
  } else {
    entry.listener.message?.(message, text.length);
  }
}

function lose(): void {
  if (!socket) {
    return;
  }

  const old = socket;
  socket = null;
  old.onmessage = old.onclose = null;
  old.close();
  const before = connection.peek();
  if (before.state !== "lost") {
    // It was true until it was heard last, not until that was noticed.
    connection.value = { ...before, state: "lost", since: heard.peek() || Date.now() };
  }

  const ended = [...channels.values()];
  channels.clear();
  for (const { listener } of ended) {
    listener.closed("lost", "the connection to the node was lost");
  }
}

function connect(): void {
  clearTimeout(retry);
  if (socket) {
    return;
  }

  const to = address("v1/live");
  to.protocol = to.protocol === "https:" ? "wss:" : "ws:";
  const opened = new WebSocket(to);
  socket = opened;
  opened.binaryType = "arraybuffer";
  opened.onmessage = (message) => take(message.data);
  opened.onclose = () => {
    lose();
    onLost();
    if (!document.hidden || failures === 0) {
      retry = setTimeout(connect, waits[Math.min(failures++, waits.length - 1)]);
    }
  };
}

function reconnect(): void {
  lose();
  failures = 0;
  connect();
}

/** Makes sure that a connection which seems to be up is: the machine may have slept. */
function check(): void {
  if (connection.peek().state !== "live") {
    failures = 0;
    connect();
    return;
  }

  const asked = Date.now();
  say({ type: "ping" });
  setTimeout(() => {
    if (heard.peek() < asked && connection.peek().state === "live") {
      reconnect();
    }
  }, answerWithin);
}

export function startLive(): void {
  connect();
  setInterval(() => {
    // A state channel tells where it stands every 15 s.
    if (connection.peek().state === "live" && Date.now() - heard.peek() > silence) {
      reconnect();
    }
  }, answerWithin);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      check();
    }
  });
  addEventListener("online", check);

  // A page that is kept for going back to has no connection; when it is shown again it makes one.
  addEventListener("pagehide", () => lose());
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      reconnect();
    }
  });
}
