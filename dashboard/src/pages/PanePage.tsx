import { useEffect, useRef, useState } from "preact/hooks";
import { get, panePath, wordsOf } from "../node/api";
import { connection, may, scope } from "../node/live";
import { events, watchTree } from "../node/plane";
import type { Capture, Session, Tree, Window } from "../node/types";
import { clock, count } from "../node/words";
import { AttachedTerminal } from "../terminal/AttachedTerminal";
import { PaneView, type LivePane } from "../terminal/PaneView";
import type { Screen } from "../terminal/screen";
import { Dialog } from "../ui/Dialog";
import { useKeys } from "../ui/keys";
import { tell } from "../ui/Notices";
import { href, paneHref } from "../ui/route";
import { readOnly } from "../ui/settings";

interface Place {
  readonly session: Session;
  readonly window: Window;
}

type Mode = "look" | "guest" | "driver";

function placeOf(tree: Tree | null, pane: string): Place | null {
  for (const session of tree?.sessions ?? []) {
    for (const window of session.windows) {
      if (window.panes.some((candidate) => candidate.id === pane)) {
        return { session, window };
      }
    }
  }

  return null;
}

async function save(server: string, pane: string): Promise<void> {
  try {
    const capture = await get<Capture>(`${panePath(server, pane)}/capture?history=all`);
    const text = [...capture.history, ...capture.screen].map((row) => row.text).join("\n").trimEnd();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
    link.download = `${server}-${pane.slice(1)}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    tell(`The history was not saved: ${wordsOf(error)}`, true);
  }
}

async function copy(screen: Screen): Promise<void> {
  const { terminal } = screen;
  const selected = terminal.getSelection();
  const text = selected || Array.from({ length: terminal.rows }, (_, row) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)?.translateToString(true) ?? "").join("\n").trimEnd();
  try {
    await navigator.clipboard.writeText(text);
    tell(selected ? "The selection is copied." : "What it shows is copied.");
  } catch {
    tell("The browser lets a page copy only on https or on this machine.", true);
  }
}

function Search({ screen, onClose }: { screen: Screen | null; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<string>("");
  useEffect(() => {
    input.current?.focus();
    const told = screen?.search.onDidChangeResults(({ resultIndex, resultCount }) => setFound(resultCount === 0 ? "nothing found" : `${resultIndex + 1} of ${resultCount}`));
    return () => {
      told?.dispose();
      screen?.search.clearDecorations();
    };
  }, [screen]);
  const decorations = { matchOverviewRuler: "#e5c07b", activeMatchColorOverviewRuler: "#f2777a", matchBackground: "#4a4224", activeMatchBackground: "#7a5b14" };
  const find = (back: boolean, incremental = false) => {
    const text = input.current!.value;
    if (back) {
      screen?.search.findPrevious(text, { decorations });
    } else {
      screen?.search.findNext(text, { decorations, incremental });
    }
  };
  return (
    <div class="search" role="search">
      <input
        ref={input}
        type="search"
        aria-label="Search in what it shows"
        placeholder="Search"
        spellcheck={false}
        onInput={() => find(true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            find(!event.shiftKey);
          } else if (event.key === "Escape") {
            onClose();
          }
        }}
      />
      <span class="hint" role="status">
        {found}
      </span>
      <button type="button" aria-label="The one before" onClick={() => find(true)}>
        ↑
      </button>
      <button type="button" aria-label="The next one" onClick={() => find(false)}>
        ↓
      </button>
      <button type="button" class="quiet" aria-label="End the search" onClick={onClose}>
        ×
      </button>
    </div>
  );
}

function Choose({ others, onChoose, onClose }: { others: number; onChoose: (mode: Mode) => void; onClose: () => void }) {
  return (
    <Dialog title="Somebody is attached here" onClose={onClose}>
      <p>{count(others, "client is", "clients are")} attached to this session. You can type beside them, in the size that it has; or take over, and the session gets the size of this page.</p>
      <div class="actions">
        <button type="button" onClick={onClose}>
          Only look
        </button>
        <button type="button" onClick={() => onChoose("driver")}>
          Take over
        </button>
        <button type="button" class="primary" onClick={() => onChoose("guest")}>
          Type beside them
        </button>
      </div>
    </Dialog>
  );
}

/** Tells who types when somebody else attaches to the same session. Nobody is sent away, and nobody takes back by himself. */
function useArrivals(server: string, session: Session | undefined, typing: boolean): void {
  const since = useRef<string | undefined>(undefined);

  // The first that arrives is this page itself.
  const told = useRef(1);
  useEffect(() => {
    since.current = events.peek().at(-1)?.id;
    told.current = 1;
  }, [typing]);
  const from = typing ? events.value.findLastIndex((event) => event.id === since.current) + 1 : Infinity;
  const arrived = events.value.slice(from).filter((event) => event.type === "client.attached" && event.server === server && event["session"] === session?.id);
  useEffect(() => {
    if (arrived.length > told.current) {
      told.current = arrived.length;
      tell(`Another client attached to ${session?.name ?? "this session"} at ${clock(arrived.at(-1)!.at)}: the size follows who types last.`);
    }
  }, [arrived.length]);
}

export function PanePage({ server, pane }: { server: string; pane: string }) {
  const [watched] = useState(() => watchTree(server));
  useEffect(() => watched.end, []);
  const [screen, setScreen] = useState<Screen | null>(null);
  const [shown, setShown] = useState<LivePane | null>(null);
  const [end, setEnd] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>("look");
  const [attached, setAttached] = useState(false);
  const [searching, setSearching] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const typeButton = useRef<HTMLButtonElement>(null);
  const place = placeOf(watched.tree.value, pane);
  const typing = mode !== "look";
  const panes = place?.window.panes ?? [];
  const tmuxMode = panes.find((candidate) => candidate.id === pane)?.mode ?? null;
  const isLive = connection.value.state === "live";
  const mayType = !readOnly.value && may("input") && isLive && end === null && place !== null && shown?.dead !== true;
  useArrivals(server, place?.session, typing);

  const begin = (chosen: Mode) => {
    setAttached(false);
    setMode(chosen);
  };
  const type = () => {
    if (!mayType || typing) {
      return;
    }

    if (place && place.session.attached > 0) {
      setChoosing(true);
    } else {
      begin("driver");
    }
  };
  const leave = (reason: string) => {
    setMode("look");
    if (reason) {
      tell(reason);
    }

    setTimeout(() => typeButton.current?.focus());
  };
  const step = (by: number) => {
    const at = panes.findIndex((candidate) => candidate.id === pane);
    const next = panes[(at + by + panes.length) % Math.max(1, panes.length)];
    if (next) {
      location.hash = paneHref(server, next.id);
    }
  };
  useKeys([
    { keys: "i", label: "Type into it: attaches a client", run: type },
    { keys: "/", label: "Search in what it shows", run: () => setSearching(true) },
    { keys: "y", label: "Copy the selection, or what it shows", run: () => screen && void copy(screen) },
    { keys: "s", label: "Save its history as a file", run: () => void save(server, pane) },
    { keys: "j", label: "Next pane of the window", run: () => step(1) },
    { keys: "k", label: "Previous pane of the window", run: () => step(-1) },
    { keys: "u", label: "Up to the server", run: () => (location.hash = href(["server", server])) },
  ]);
  const size = shown ? `${shown.columns}×${shown.rows}` : "";
  return (
    <>
      <div class="head">
        <h1>
          <a href={href(["servers"])}>Servers</a> <span aria-hidden="true">/</span> <a href={href(["server", server], place ? { w: `${place.session.id}.${place.window.id}` } : {})}>{server}</a>{" "}
          <span aria-hidden="true">/</span> {pane}
        </h1>
        <p class="summary">
          {place ? `${place.session.name}:${place.window.index} ${place.window.name}, ` : ""}
          {shown ? `${shown.command} ` : ""}
          <span class="id">{size}</span>
        </p>
        {shown?.dead ? <span class="tag">its program has ended</span> : null}
        {tmuxMode ? <span class="tag">in {tmuxMode}: keys go there, not to the program</span> : null}
        <span class="grow" />
        <div class="buttons">
          {panes.length > 1 ? (
            <>
              <button type="button" class="quiet" aria-label="Previous pane of the window" onClick={() => step(-1)}>
                ‹
              </button>
              <button type="button" class="quiet" aria-label="Next pane of the window" onClick={() => step(1)}>
                ›
              </button>
            </>
          ) : null}
          <button type="button" onClick={() => setSearching(true)}>
            Search
          </button>
          <button type="button" onClick={() => screen && void copy(screen)}>
            Copy
          </button>
          <button type="button" onClick={() => void save(server, pane)}>
            Save history
          </button>
          {typing ? (
            <button type="button" class="primary" onClick={() => leave("")}>
              Stop typing
            </button>
          ) : (
            <button type="button" class="primary" ref={typeButton} disabled={!mayType} onClick={type}>
              Type into it
            </button>
          )}
        </div>
      </div>
      <p class={`mode ${typing ? "typing" : ""}`} role="status">
        {typing
          ? !attached
            ? `Attaching to session ${place?.session.name ?? ""}: a moment.`
            : `Attached to session ${place?.session.name ?? ""}${mode === "guest" ? " as a guest: its size stays as it is" : ""}. Ctrl-Shift-\\ leaves the terminal.`
          : end !== null
            ? end
            : shown?.note
              ? `Read only. Not live: ${shown.note}`
              : scope.value === "read"
                ? "Read only: this login may look and not type."
                : "Read only: looking changes nothing of the pane."}
      </p>
      {searching ? (
        <Search
          screen={screen}
          onClose={() => {
            setSearching(false);
            screen?.terminal.focus();
          }}
        />
      ) : null}
      {typing ? (
        <AttachedTerminal key={mode} server={server} target={pane} asGuest={mode === "guest"} onScreen={setScreen} onAttached={() => setAttached(true)} onEnd={leave} />
      ) : (
        <PaneView server={server} pane={pane} onScreen={setScreen} onPane={setShown} onEnd={setEnd} />
      )}
      {choosing ? (
        <Choose
          others={place?.session.attached ?? 0}
          onClose={() => setChoosing(false)}
          onChoose={(chosen) => {
            setChoosing(false);
            begin(chosen);
          }}
        />
      ) : null}
    </>
  );
}
