// The address is the state: everything behind the # names a view, so that each can be linked to, under whatever path the page stands.
import { signal } from "@preact/signals";

export interface Route {
  /** Such as ["server", "build"]. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

// An address comes from anywhere: one that is no UTF-8 is a name that nothing has.
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const route = signal<Route>(parse(location.hash));

addEventListener("hashchange", () => (route.value = parse(location.hash)));

export function href(path: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const search = kept.length > 0 ? `?${new URLSearchParams(kept)}` : "";
  return `#/${path.map(encodeURIComponent).join("/")}${search}`;
}

export function go(path: readonly string[], query: Readonly<Record<string, string>> = {}): void {
  location.hash = href(path, query);
}

/** Changes what the view shows without a step in the browser's history. */
export function setQuery(name: string, value: string): void {
  const { path, query } = route.value;
  const next = new URLSearchParams(query);
  if (value === "") {
    next.delete(name);
  } else {
    next.set(name, value);
  }

  history.replaceState(null, "", href(path, Object.fromEntries(next)));
  route.value = { path, query: next };
}

export const paneHref = (server: string, pane: string): string => href(["pane", server, pane.replace("%", "")]);
