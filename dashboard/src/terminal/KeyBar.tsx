import type { Terminal } from "@xterm/xterm";
import { useEffect, useRef, useState } from "preact/hooks";

type Arrow = "A" | "B" | "C" | "D";

const repeatAfter = 400;
const repeatEvery = 60;
const touch = matchMedia("(pointer: coarse)");

/** The bytes of an arrow key, as the program asked for them. */
export function arrowBytes(arrow: Arrow, application: boolean): string {
  return application ? `\x1bO${arrow}` : `\x1b[${arrow}`;
}

/** What a text becomes under Ctrl: the control character of its first letter. */
export function underControl(text: string): string {
  const code = text.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) + text.slice(1) : text;
}

/** Keys that a phone has not, and a field of the system's own for text: it is sent whole, whatever corrects or composes it. */
export function KeyBar({ terminal, send }: { terminal: Terminal; send: (text: string) => void }) {
  const [text, setText] = useState("");
  const [control, setControl] = useState(false);
  const [alt, setAlt] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isTouch = touch.matches;
  useEffect(() => {
    if (isTouch && terminal.textarea) {
      // Its own field doubles composed text on phones.
      terminal.textarea.inputMode = "none";
      terminal.textarea.readOnly = true;
    }

    return () => clearTimeout(timer.current);
  }, []);
  if (!isTouch) {
    return null;
  }

  // Ctrl and Alt hold for one key.
  const press = (bytes: string) => {
    send((alt ? "\x1b" : "") + (control ? underControl(bytes) : bytes));
    setControl(false);
    setAlt(false);
  };
  const arrow = (direction: Arrow, label: string, sign: string) => {
    const once = () => send(arrowBytes(direction, terminal.modes.applicationCursorKeysMode));
    const again = () => {
      once();
      timer.current = setTimeout(again, repeatEvery);
    };
    return (
      <button
        type="button"
        aria-label={label}
        onPointerDown={(event) => {
          event.preventDefault();
          once();
          timer.current = setTimeout(again, repeatAfter);
        }}
        onPointerUp={() => clearTimeout(timer.current)}
        onPointerLeave={() => clearTimeout(timer.current)}
        onPointerCancel={() => clearTimeout(timer.current)}
      >
        {sign}
      </button>
    );
  };
  return (
    <form
      class="keybar"
      onSubmit={(event) => {
        event.preventDefault();
        if (control || alt) {
          press(text);
        } else {
          send(`${text}\r`);
        }

        setText("");
      }}
    >
      <div class="keyrow" role="toolbar" aria-label="Keys">
        <button type="button" onClick={() => press("\x1b")}>Esc</button>
        <button type="button" onClick={() => press("\t")}>Tab</button>
        <button type="button" aria-pressed={control} onClick={() => setControl(!control)}>Ctrl</button>
        <button type="button" aria-pressed={alt} onClick={() => setAlt(!alt)}>Alt</button>
        {arrow("D", "Left", "←")}
        {arrow("B", "Down", "↓")}
        {arrow("A", "Up", "↑")}
        {arrow("C", "Right", "→")}
        <button type="button" onClick={() => press("\x03")}>Ctrl-C</button>
      </div>
      <div class="keyrow">
        <input type="text" aria-label="Text to send" placeholder="Text, sent with Enter" autocomplete="off" autocapitalize="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="primary">
          Send
        </button>
      </div>
    </form>
  );
}
