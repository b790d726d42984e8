import { FitAddon } from "@xterm/addon-fit";
import { useEffect, useRef, useState } from "preact/hooks";
import { loginKey } from "../node/api";
import { openChannel, type Channel } from "../node/live";
import { clock } from "../node/words";
import { Dialog } from "../ui/Dialog";
import { tell } from "../ui/Notices";
import { screenReader } from "../ui/settings";
import { KeyBar } from "./KeyBar";
import { openScreen, type Screen } from "./screen";

const fewestColumns = 20;
const fewestRows = 5;
const mostColumns = 1000;
const mostRows = 500;
const encoder = new TextEncoder();

interface Props {
  readonly server: string;
  readonly target: string;
  /** Its size does not count where another client is attached. */
  readonly asGuest: boolean;
  readonly onScreen: (screen: Screen | null) => void;
  /** tmux has drawn: from now on what is typed arrives. */
  readonly onAttached: () => void;
  readonly onEnd: (reason: string) => void;
}

/** A client of tmux's own, attached for as long as somebody types into it. */
export function AttachedTerminal({ server, target, asGuest, onScreen, onAttached, onEnd }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const channel = useRef<Channel | null>(null);
  const [screen, setScreen] = useState<Screen | null>(null);
  const [attached, setAttached] = useState(false);
  const [paste, setPaste] = useState<string | null>(null);
  const send = (text: string) => {
    if (text !== "" && channel.current?.send(encoder.encode(text)) !== true) {
      tell("Not sent: the node is not connected. What you typed is not kept.", true);
    }
  };

  useEffect(() => {
    const box = element.current!;
    const shown = openScreen(box, false, screenReader.value);
    const fit = new FitAddon();
    shown.terminal.loadAddon(fit);
    const sizeOf = () => {
      // A box that is hidden has no size, and none is sent.
      const proposed = box.clientWidth > 0 && box.clientHeight > 0 ? fit.proposeDimensions() : undefined;
      return proposed && Number.isFinite(proposed.cols) && Number.isFinite(proposed.rows)
        ? { columns: Math.min(mostColumns, Math.max(fewestColumns, proposed.cols)), rows: Math.min(mostRows, Math.max(fewestRows, proposed.rows)) }
        : null;
    };
    const first = sizeOf() ?? { columns: 80, rows: 24 };
    shown.terminal.resize(first.columns, first.rows);
    let drawn = false;
    const opened = openChannel({ kind: "terminal", server, target, ...first, ignoreSize: asGuest, ...(loginKey() ? { key: loginKey() } : {}) }, {
      bytes: (bytes) => {
        if (!drawn) {
          drawn = true;
          setAttached(true);
          onAttached();
          shown.terminal.focus();
        }

        void shown.write(bytes).then(() => opened.used(bytes.length));
      },
      closed: (code, reason) => onEnd(code === "lost" ? `The connection to the node was lost at ${clock(Date.now())}: you are detached.` : reason),
    });
    channel.current = opened;
    const watcher = new ResizeObserver(() => {
      const size = sizeOf();
      if (size && (size.columns !== shown.terminal.cols || size.rows !== shown.terminal.rows)) {
        shown.terminal.resize(size.columns, size.rows);
        opened.resize(size.columns, size.rows);
      }
    });
    watcher.observe(box);
    shown.terminal.onData(send);
    shown.terminal.onBinary((data) => void opened.send(Uint8Array.from(data, (c) => c.charCodeAt(0))));
    shown.terminal.attachCustomKeyEventHandler((event) => {
      if (event.ctrlKey && event.shiftKey && event.code === "Backslash") {
        if (event.type === "keydown") {
          event.preventDefault();
          onEnd("");
        }

        return false;
      }

      return true;
    });

    // As arrows the wheel would walk through a shell's history: it is for programs that asked for the mouse.
    shown.terminal.attachCustomWheelEventHandler(() => shown.terminal.modes.mouseTrackingMode !== "none");
    shown.terminal.parser.registerOscHandler(52, (data) => {
      offerToCopy(data);
      return true;
    });
    setScreen(shown);
    onScreen(shown);
    shown.terminal.focus();
    return () => {
      watcher.disconnect();
      opened.close();
      onScreen(null);
      shown.dispose();
    };
  }, []);

  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (screen && /[\r\n]./s.test(text) && !screen.terminal.modes.bracketedPasteMode) {
      event.preventDefault();
      event.stopPropagation();
      setPaste(text);
    }
  };
  return (
    <>
      <div ref={element} class={attached ? "screen typing" : "screen typing attaching"} role="region" aria-label={`Terminal attached to ${server}`} onPasteCapture={onPaste} />
      {screen ? <KeyBar terminal={screen.terminal} send={send} /> : null}
      {paste === null ? null : (
        <Dialog title="Paste several lines?" onClose={() => setPaste(null)}>
          <p>This text has {paste.split(/\r\n|\r|\n/).length} lines, and the program does not take a paste as one piece: each line runs as it arrives.</p>
          <div class="actions">
            <button type="button" onClick={() => setPaste(null)}>
              Do not paste
            </button>
            <button
              type="button"
              class="primary"
              onClick={() => {
                setPaste(null);
                screen?.terminal.paste(paste);
              }}
            >
              Paste it
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** A program wants to write to the clipboard: a person decides. What wants to read it gets no answer. */
function offerToCopy(data: string): void {
  const text = data.slice(data.indexOf(";") + 1);
  if (text === "?" || text === "") {
    return;
  }

  let copied: string;
  try {
    copied = new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  } catch {
    return;
  }

  if (!navigator.clipboard) {
    tell("The program wants to copy a text; a browser allows that only on https or on this machine.", true);
    return;
  }

  tell(`The program wants to copy ${copied.length} characters to the clipboard.`, false, {
    label: "Copy",
    run: () => void navigator.clipboard.writeText(copied).then(() => tell("Copied."), () => tell("The browser did not allow it.", true)),
  });
}
