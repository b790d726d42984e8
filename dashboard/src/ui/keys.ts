// Keys of the page. They never reach into a field or a terminal, nor take what is typed for one that is about to be there.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

export interface Binding {
  /** One key, or two in a row: "?", "g s". */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

const between = 1500;
const everywhere: Binding[] = [];

/** The keys of the page that is shown. */
export const pageBindings = signal<readonly Binding[]>([]);

let prefix = "";
let prefixAt = 0;

export function bindEverywhere(bindings: readonly Binding[]): void {
  everywhere.push(...bindings);
}

export const globalBindings = (): readonly Binding[] => everywhere;

/** The keys of a page, while it is shown. */
export function useKeys(bindings: readonly Binding[]): void {
  useLayoutEffect(() => {
    pageBindings.value = bindings;
    return () => {
      pageBindings.value = [];
    };
  });
}

export function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], .xterm") !== null;
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || takesText(event.target) || document.querySelector("dialog[open], .attaching")) {
    return;
  }

  const all = [...pageBindings.value, ...everywhere];
  const now = performance.now();
  const word = prefix && now - prefixAt < between ? `${prefix} ${event.key}` : event.key;
  prefix = "";
  const found = all.find((binding) => binding.keys === word) ?? all.find((binding) => binding.keys === event.key);
  if (found) {
    event.preventDefault();
    found.run();
  } else if (all.some((binding) => binding.keys.startsWith(`${event.key} `))) {
    prefix = event.key;
    prefixAt = now;
  }
}

addEventListener("keydown", press);
