// A terminal on the page: xterm.js, set up so that it measures and shows as tmux does.
import "./policy";
import "@xterm/xterm/css/xterm.css";
import { SearchAddon } from "@xterm/addon-search";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal, type ITheme } from "@xterm/xterm";

const font = 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono CJK JP", "Noto Color Emoji", monospace';
const scrollback = 5000;

/** The largest and the smallest size of its text, in pixels. */
export const largestFont = 14;
export const smallestFont = 6;

// Terminals are dark in both themes: programs choose their colours for that. Each has 4.5:1 on the ground.
const colours: ITheme = {
  background: "#16181b",
  foreground: "#d6d9dd",
  cursor: "#e8ecf0",
  cursorAccent: "#16181b",
  selectionBackground: "#3d5a80",
  black: "#3b4048",
  red: "#f2777a",
  green: "#8cc98f",
  yellow: "#e5c07b",
  blue: "#78aef2",
  magenta: "#cf9fe8",
  cyan: "#6cc7cf",
  white: "#d6d9dd",
  brightBlack: "#8b929b",
  brightRed: "#ff9a9c",
  brightGreen: "#aee3b0",
  brightYellow: "#f5d99c",
  brightBlue: "#a3ccff",
  brightMagenta: "#e3bdf7",
  brightCyan: "#97e3ea",
  brightWhite: "#ffffff",
};

export interface Screen {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  /** Writes bytes, and tells when they have been parsed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives it another size, behind all that was written. */
  resize(columns: number, rows: number): void;
  dispose(): void;
}

export function openScreen(element: HTMLElement, readOnly: boolean, aloud: boolean): Screen {
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    disableStdin: readOnly,
    fontFamily: font,
    fontSize: largestFont,
    minimumContrastRatio: 4.5,
    rescaleOverlappingGlyphs: true,
    screenReaderMode: aloud,
    scrollback,
    theme: colours,
  });
  const search = new SearchAddon();
  terminal.loadAddon(search);
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.unicode.activeVersion = "15-graphemes";
  terminal.loadAddon(new WebLinksAddon((_, link) => window.open(link, "_blank", "noopener,noreferrer")));
  terminal.open(element);
  return {
    terminal,
    search,
    write: (bytes) => new Promise((parsed) => terminal.write(bytes, parsed)),
    resize: (columns, rows) => terminal.write("", () => terminal.resize(columns, rows)),
    dispose: () => terminal.dispose(),
  };
}

/** How wide a character is at a font's size of one pixel. */
export function advanceOf(): number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `100px ${font}`;
  return context.measureText("W").width / 100;
}
