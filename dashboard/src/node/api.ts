// Requests to the node's API. Only relative addresses: the page may stand behind a proxy that adds a path of its own.

const root = new URL(document.querySelector<HTMLMetaElement>('meta[name="runkit-api"]')?.content ?? "./", document.baseURI);
const keyName = "runkit-key";
const keyHeader = "X-RunKit-Key";

/** What the node refused or could not do, in its own words. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
  }
}

export function address(path: string): URL {
  return new URL(path, root);
}

/** The key of this browser's login, which every change shows; a form of another page cannot. */
export function loginKey(): string | null {
  return localStorage.getItem(keyName);
}

/** Who to be told when the login has ended. */
let onLoggedOut = (): void => {};

export function whenLoggedOut(action: () => void): void {
  onLoggedOut = action;
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  if (response.status === 401) {
    onLoggedOut();
  }

  return new Problem(response.status, body.code ?? "", body.detail ?? `the node answered ${response.status}`);
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(address(path), { cache: "no-cache", ...init });
  if (!response.ok && response.status !== 304) {
    throw await problemOf(response);
  }

  return response;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, signal ? { signal } : {})).json()) as T;
}

/** Sends a change; the answer's JSON. */
export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  const key = loginKey();
  if (key) {
    headers[keyHeader] = key;
  }

  const response = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  return (text ? JSON.parse(text) : {}) as T;
}

/** A pane's address in the API: its id without the percent sign. */
export function panePath(server: string, pane: string): string {
  return `v1/servers/${encodeURIComponent(server)}/panes/${pane.replace("%", "")}`;
}

/** What went wrong, for people. */
export function wordsOf(error: unknown): string {
  return error instanceof Problem ? error.message : error instanceof TypeError ? "the node cannot be reached" : String(error);
}
