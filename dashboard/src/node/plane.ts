// What the page knows of the node. Everything that brings state goes through here; nothing is guessed: what could not be read stays as it was
// and is shown as old.
import { signal, type Signal } from "@preact/signals";
import { get, Problem, whenLoggedOut } from "./api";
import { openFeed, readHistory } from "./feed";
import { heard, startLive, whenLost } from "./live";
import type { PlaneEvent, Server, Tree } from "./types";

/** All servers, by name; null until they have been read. */
export const servers = signal<readonly Server[] | null>(null);

/** Whether this browser's login has ended. */
export const loggedOut = signal(false);

/** What happened, the oldest first: since the page was opened, and once it was asked for as far back as the node remembers. */
export const events = signal<readonly PlaneEvent[]>([]);

const mostEvents = 10_000;
const coalesce = 120;

interface Watched {
  readonly tree: Signal<Tree | null>;
  readonly problem: Signal<string | null>;
  watchers: number;
}

const trees = new Map<string, Watched>();
const due = new Map<string, ReturnType<typeof setTimeout>>();

// One reading of each kind at a time; what is asked for while it runs is read once more behind it.
const running = new Set<string>();
const again = new Set<string>();

function soon(what: string, read: () => Promise<void>): void {
  if (due.has(what)) {
    return;
  }

  due.set(
    what,
    setTimeout(() => {
      due.delete(what);
      void once(what, read);
    }, coalesce),
  );
}

async function once(what: string, read: () => Promise<void>): Promise<void> {
  if (running.has(what)) {
    again.add(what);
    return;
  }

  running.add(what);
  try {
    do {
      again.delete(what);
      await read();
    } while (again.has(what));
  } finally {
    running.delete(what);
  }
}

async function readServers(): Promise<void> {
  try {
    const list = await get<Server[]>("v1/servers");
    list.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    servers.value = list;
    loggedOut.value = false;
    heard.value = Date.now();
  } catch {
    // The feed tells that the node is away, and everything is read again when it is back.
  }
}

async function readTree(name: string): Promise<void> {
  const watched = trees.get(name);
  if (!watched) {
    return;
  }

  try {
    watched.tree.value = await get<Tree>(`v1/servers/${encodeURIComponent(name)}/tree`);
    watched.problem.value = null;
    heard.value = Date.now();
  } catch (error) {
    if (error instanceof Problem) {
      watched.problem.value = error.message;
      if (error.status === 404 || error.status === 503) {
        watched.tree.value = null;
      }
    }
  }
}

/** A server's tree, kept current while it is watched. */
export function watchTree(name: string): { readonly tree: Signal<Tree | null>; readonly problem: Signal<string | null>; readonly end: () => void } {
  let watched = trees.get(name);
  if (!watched) {
    watched = { tree: signal(null), problem: signal(null), watchers: 0 };
    trees.set(name, watched);
  }

  watched.watchers++;
  void once(`tree ${name}`, () => readTree(name));
  const held = watched;
  return {
    tree: held.tree,
    problem: held.problem,
    end: () => {
      held.watchers--;
      if (held.watchers === 0 && trees.get(name) === held) {
        trees.delete(name);
      }
    },
  };
}

function readAll(): void {
  soon("servers", readServers);
  for (const name of trees.keys()) {
    soon(`tree ${name}`, () => readTree(name));
  }
}

/** Reads everything anew, at once. */
export function refresh(): void {
  void once("servers", readServers);
  readAll();
}

function take(batch: readonly PlaneEvent[]): void {
  events.value = events.value.concat(batch).slice(-mostEvents);
  soon("servers", readServers);
  for (const event of batch) {
    const name = event.server;
    if (name !== undefined && trees.has(name)) {
      soon(`tree ${name}`, () => readTree(name));
    }
  }
}

let position: string | null = null;
let historyIsWanted = false;
let historyIsRead = false;

/** Reads what happened before the page was opened. */
export function wantHistory(): void {
  historyIsWanted = true;
  void once("history", readBefore);
}

async function readBefore(): Promise<void> {
  if (!historyIsWanted || historyIsRead || position === null) {
    return;
  }

  try {
    const before = await readHistory(position);
    const known = new Set(before.map((event) => event.id));
    events.value = before.concat(events.peek().filter((event) => !known.has(event.id))).slice(-mostEvents);
    historyIsRead = true;
  } catch {
    // The next connection reads it.
  }
}

export function start(): void {
  whenLoggedOut(() => (loggedOut.value = true));
  openFeed({
    events: take,
    resync: () => {
      events.value = [];
      historyIsRead = false;
      readAll();
      void once("history", readBefore);
    },
    connected: (id) => {
      position = id;
      readAll();
      void once("history", readBefore);
    },
  });

  // A WebSocket does not say why it was refused; a request does.
  whenLost(() => soon("servers", readServers));
  startLive();
  refresh();
}
