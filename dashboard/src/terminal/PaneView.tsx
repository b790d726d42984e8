import { useEffect, useRef, useState } from "preact/hooks";
import { connection, openChannel, type Channel } from "../node/live";
import { advanceOf, largestFont, openScreen, smallestFont, type Screen } from "./screen";
import { screenReader } from "../ui/settings";

export interface LivePane {
  readonly columns: number;
  readonly rows: number;
  readonly live: boolean;
  readonly note: string | null;
  readonly dead: boolean;
  readonly command: string;
  readonly title: string;
}

const history = 1000;
const frame = 24;
const lineHeight = 1.2;
const readableFont = 10;

interface Props {
  readonly server: string;
  readonly pane: string;
  readonly onScreen: (screen: Screen | null) => void;
  readonly onPane: (pane: LivePane) => void;
  readonly onEnd: (reason: string | null) => void;
}

/** What a pane shows, live. Its terminal has the pane's size, and only its text is made larger or smaller: looking never resizes a pane. */
export function PaneView({ server, pane, onScreen, onPane, onEnd }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen | null>(null);
  const size = useRef({ columns: 80, rows: 24 });
  const [hidden, setHidden] = useState(document.hidden);
  const fit = () => {
    const [box, shown] = [element.current, screen.current];
    if (box && shown && box.clientWidth > 0) {
      const { columns, rows } = size.current;
      const wide = (box.clientWidth - frame) / (columns * advanceOf());
      const high = (box.clientHeight - frame) / (rows * lineHeight);

      // Quarters of a pixel: whole ones would leave up to a sixth of the width empty. What cannot be read small scrolls.
      const wanted = Math.floor(4 * Math.min(wide, Math.max(high, readableFont))) / 4;
      shown.terminal.options.fontSize = Math.max(smallestFont, Math.min(largestFont, wanted));
    }
  };

  useEffect(() => {
    const shown = openScreen(element.current!, true, screenReader.value);
    screen.current = shown;
    onScreen(shown);
    const watcher = new ResizeObserver(fit);
    watcher.observe(element.current!);
    return () => {
      watcher.disconnect();
      onScreen(null);
      screen.current = null;
      shown.dispose();
    };
  }, []);

  useEffect(() => {
    const change = () => setHidden(document.hidden);
    document.addEventListener("visibilitychange", change);
    return () => document.removeEventListener("visibilitychange", change);
  }, []);

  // A page that nobody sees takes no bytes: it begins anew, with the pane as it is then.
  const { state, number } = connection.value;
  const isUp = state === "live" && !hidden;
  useEffect(() => {
    if (!isUp) {
      return undefined;
    }

    const shown = screen.current!;
    const channel: Channel = openChannel({ kind: "pane", server, pane: Number(pane.slice(1)), history }, {
      message: (message) => {
        if (message.type === "snapshot") {
          const seen = message.pane as LivePane;
          size.current = seen;
          shown.resize(seen.columns, seen.rows);
          fit();
          onPane(seen);
          onEnd(null);
        }
      },
      bytes: (bytes) => void shown.write(bytes).then(() => channel.used(bytes.length)),
      closed: (code, reason) => {
        if (code !== "lost") {
          onEnd(reason);
        }
      },
    });
    return () => channel.close();
  }, [isUp, number, server, pane]);
  return <div ref={element} class="screen view" role="region" aria-label={`Pane ${pane}, read only`} />;
}
