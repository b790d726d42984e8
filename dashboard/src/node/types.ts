// What the API says, as far as the page reads it: docs/http-api.md.

export interface Generation {
  readonly pid: number;
  readonly startTime: number;
}

export interface ServerEnd {
  readonly cause: string;
  readonly at: string;
  readonly by?: string | null;
  readonly evidence?: string | null;
}

export interface Server {
  readonly node: string;
  readonly name: string;
  readonly socket: string;
  readonly status: string;
  readonly reason: string | null;
  readonly error: string | null;
  readonly generation: Generation | null;
  readonly version: string | null;
  readonly guard: string;
  readonly sessions: number;
  readonly windows: number;
  readonly panes: number;
  readonly clients: number;
  readonly since: string;
  readonly ended: ServerEnd | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Pane {
  readonly id: string;
  readonly index: number;
  readonly active: boolean;
  readonly size: Size;
  readonly dead: boolean;
  readonly pid: number;
  readonly title: string;
  readonly command: string;
  readonly path: string;
  readonly mode: string | null;
  readonly exitStatus: number | null;
  readonly exitSignal: number | null;
}

export interface Window {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly active: boolean;
  readonly size: Size;
  readonly layout: string;
  readonly zoomed: boolean;
  readonly panes: readonly Pane[];
}

export interface Session {
  readonly id: string;
  readonly name: string;
  readonly hidden: boolean;
  readonly attached: number;
  readonly windows: readonly Window[];
}

export interface Tree {
  readonly node: string;
  readonly name: string;
  readonly generation: Generation;
  readonly asOf: string;
  readonly sessions: readonly Session[];
  readonly clients: readonly unknown[];
}

export interface PaneSummary {
  readonly server: string;
  readonly pane: string;
  readonly target: string;
  readonly command: string;
  readonly path: string;
  readonly title: string;
  readonly dead: boolean;
  readonly size: Size;
  readonly lastOutput: string | null;
  readonly atPrompt: boolean | null;
}

export interface Row {
  readonly text: string;
  readonly ansi: string;
}

export interface Capture {
  readonly size: Size;
  readonly history: readonly Row[];
  readonly screen: readonly Row[];
  readonly dead: boolean;
  readonly command: string;
  readonly title: string;
}

export interface PlaneEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly node: string;
  readonly server?: string;
  readonly generation?: Generation | null;
  readonly cause?: string;
  readonly evidence?: string;
  readonly status?: string;
  readonly [member: string]: unknown;
}

export interface Agent {
  readonly server: string;
  readonly pane: string;
  readonly target: string;
  readonly agent: string;
  readonly state: {
    readonly status: string;
    readonly since: string;
    readonly kind?: string | null;
    readonly evidence?: { readonly seen: string } | null;
  };
  readonly lookedAt: boolean;
  readonly path: string;
}

export interface AgentReport {
  readonly agents: readonly Agent[];
  readonly notRead: readonly { readonly server: string; readonly reason: string }[];
}
