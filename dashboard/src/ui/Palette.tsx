// Ctrl-K: goes anywhere by a few letters, and shows the keys that go there without it.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../node/api";
import { servers } from "../node/plane";
import type { PaneSummary } from "../node/types";
import { stateOf } from "../node/words";
import { Dialog } from "./Dialog";
import { globalBindings, pageBindings } from "./keys";
import { href, paneHref } from "./route";

interface Choice {
  readonly name: string;
  readonly kind: string;
  readonly keys?: string;
  readonly choose: () => void;
}

export const paletteIsOpen = signal(false);

const most = 50;

function choices(panes: readonly PaneSummary[]): readonly Choice[] {
  const goTo = (to: string) => () => (location.hash = to);
  return [
    ...[...pageBindings.value, ...globalBindings()].map((binding) => ({ name: binding.label, kind: "action", keys: binding.keys, choose: binding.run })),
    ...(servers.value ?? []).map((server) => ({ name: server.name, kind: `server, ${stateOf(server).words}`, choose: goTo(href(["server", server.name])) })),
    ...panes.map((pane) => ({
      name: `${pane.server} ${pane.target} ${pane.command}`,
      kind: pane.title || pane.path,
      choose: goTo(paneHref(pane.server, pane.pane)),
    })),
  ];
}

function fits(choice: Choice, words: readonly string[]): boolean {
  const text = `${choice.name} ${choice.kind}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function Content() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [panes, setPanes] = useState<readonly PaneSummary[]>([]);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    const abort = new AbortController();
    get<PaneSummary[]>("v1/panes", abort.signal).then(setPanes, () => {});
    return () => abort.abort();
  }, []);

  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = choices(panes).filter((choice) => fits(choice, words)).slice(0, most);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const take = (choice: Choice | undefined) => {
    if (choice) {
      paletteIsOpen.value = false;

      // The dialog gives the focus back first.
      setTimeout(choice.choose);
    }
  };
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" || (event.ctrlKey && event.key === "n") ? 1 : event.key === "ArrowUp" || (event.ctrlKey && event.key === "p") ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(found[chosen]);
    }
  };
  useEffect(() => {
    document.getElementById(`choice-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant={found.length > 0 ? `choice-${chosen}` : undefined}
        aria-label="Go to a page, server or pane"
        placeholder="Go to a page, server or pane"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      <ul id="choices" role="listbox" aria-label="What fits">
        {found.map((choice, index) => (
          <li
            key={`${choice.kind} ${choice.name} ${choice.keys ?? ""}`}
            id={`choice-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseMove={() => setAt(index)}
            onClick={() => take(choice)}
          >
            <span class="name">{choice.name}</span>
            <span class="kind">{choice.kind}</span>
            {choice.keys ? <kbd>{choice.keys}</kbd> : null}
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p class="hint">Nothing here is called so.</p> : null}
    </>
  );
}

export function Palette() {
  return paletteIsOpen.value ? (
    <Dialog title="Go to" onClose={() => (paletteIsOpen.value = false)}>
      <div class="palette">
        <Content />
      </div>
    </Dialog>
  ) : null;
}
