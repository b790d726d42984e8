// tmux's layout of a window: a tree of cells, of which only the leaves hold panes.

export interface Cell {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
  /** The pane's id, such as %5. */
  readonly pane: string;
}

// A cell that is split has no id, but { or [ there.
const leaf = /(\d+)x(\d+),(\d+),(\d+),(\d+)(?=[,\]}]|$)/g;

export function cellsOf(layout: string): readonly Cell[] {
  const comma = layout.indexOf(",");
  return [...layout.slice(comma + 1).matchAll(leaf)].map((cell) => ({
    width: Number(cell[1]),
    height: Number(cell[2]),
    x: Number(cell[3]),
    y: Number(cell[4]),
    pane: `%${cell[5]}`,
  }));
}
