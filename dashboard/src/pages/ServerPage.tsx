import { useEffect, useState } from "preact/hooks";
import { servers, watchTree } from "../node/plane";
import { cellsOf } from "../node/layout";
import type { Pane, Server, Session, Tree, Window } from "../node/types";
import { age, clock, count, endOf, stateOf } from "../node/words";
import { Empty } from "../ui/Empty";
import { useKeys } from "../ui/keys";
import { now } from "../ui/now";
import { Preview } from "../ui/Preview";
import { href, paneHref, route, setQuery } from "../ui/route";
import { StateBadge } from "../ui/StateBadge";
import { ServerActions } from "./ServerActions";

const windowKey = (session: Session, window: Window): string => `${session.id}.${window.id}`;

function paneWords(pane: Pane): string {
  return pane.dead ? `${pane.command}, ended${pane.exitStatus === null ? "" : ` with ${pane.exitStatus}`}` : pane.command;
}

function TreeList({ server, tree, chosen }: { server: string; tree: Tree; chosen: string | null }) {
  return (
    <nav class="tree" aria-label="Sessions, windows and panes">
      {tree.sessions
        .filter((session) => !session.hidden)
        .map((session) => (
          <section key={session.id}>
            <h2>
              {session.name}
              <span class="id">{session.id}</span>
              {session.attached > 0 ? <span class="tag">{session.attached} attached</span> : null}
            </h2>
            <ul>
              {session.windows.map((window) => (
                <li key={window.id}>
                  <button type="button" class="window" aria-pressed={windowKey(session, window) === chosen} onClick={() => setQuery("w", windowKey(session, window))}>
                    <span class="index">{window.index}</span>
                    <span class="name">{window.name}</span>
                    {window.active ? <span class="tag">current</span> : null}
                  </button>
                  <ul>
                    {window.panes.map((pane) => (
                      <li key={pane.id}>
                        <a href={paneHref(server, pane.id)} class={pane.dead ? "past" : ""}>
                          <span class="id">{pane.id}</span>
                          <span class="name">{paneWords(pane)}</span>
                          <span class="path">{pane.path}</span>
                        </a>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </nav>
  );
}

/** A window as it is laid out in tmux: each pane where it is, a picture of what it shows. */
function Layout({ server, window }: { server: string; window: Window }) {
  const panes = new Map(window.panes.map((pane) => [pane.id, pane]));
  const { width, height } = window.size;
  const part = (value: number, whole: number) => `${((100 * value) / whole).toFixed(3)}%`;
  return (
    <div class="layout" style={{ aspectRatio: `${width * 0.6021} / ${height * 1.2}` }}>
      {cellsOf(window.layout).map((cell) => {
        const pane = panes.get(cell.pane);
        return pane ? (
          <a
            key={cell.pane}
            href={paneHref(server, cell.pane)}
            class={`cell${pane.active ? " active" : ""}${pane.dead ? " past" : ""}`}
            style={{ left: part(cell.x, width), top: part(cell.y, height), width: part(cell.width, width), height: part(cell.height, height) }}
            title={pane.path}
          >
            <Preview server={server} pane={cell.pane} size={cell} />
            <span class="caption">
              {pane.id} {paneWords(pane)}
            </span>
          </a>
        ) : null;
      })}
    </div>
  );
}

function Facts({ server }: { server: Server }) {
  const facts: readonly (readonly [string, string])[] = [
    ["state since", `${clock(server.since)} (${age(server.since, now.value)})`],
    ["process", server.generation ? String(server.generation.pid) : "none"],
    ["tmux", server.version ?? "unknown"],
    ["guard", server.guard === "floor" ? "kept alive" : server.guard],
    ["attached", String(server.clients)],
    ["socket", server.socket],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Without({ server, problem }: { server: Server; problem: string | null }) {
  const dead = stateOf(server).key === "dead";
  return (
    <Empty title={dead ? "This server is dead" : "Its sessions are not known"}>
      <p>
        {dead
          ? `${endOf(server) ? `It ${endOf(server) === "killed" ? "was killed" : `ended: ${endOf(server)}`}. ` : ""}Nothing starts it again by itself. To have one of this name: runkit new -L ${server.name}`
          : (problem ?? "Nothing has been read from it yet.")}
      </p>
      <p>
        <a href={href(["timeline"], { q: `server:${server.name}` })}>What happened to it</a>
      </p>
    </Empty>
  );
}

export function ServerPage({ name }: { name: string }) {
  const [watched] = useState(() => watchTree(name));
  useEffect(() => watched.end, []);
  const server = servers.value?.find((known) => known.name === name);

  // What is known of one that is dead is what it was.
  const tree = server && stateOf(server).key !== "dead" ? watched.tree.value : null;
  const windows = tree?.sessions.filter((session) => !session.hidden).flatMap((session) => session.windows.map((window) => ({ session, window }))) ?? [];
  const wanted = route.value.query.get("w");
  const at = Math.max(
    0,
    windows.findIndex(({ session, window }) => windowKey(session, window) === wanted),
    wanted === null ? windows.findIndex(({ window }) => window.active) : -1,
  );
  const shown = windows[at];
  const move = (by: number) => {
    const next = windows[(at + by + windows.length) % Math.max(1, windows.length)];
    if (next) {
      setQuery("w", windowKey(next.session, next.window));
    }
  };
  useKeys([
    { keys: "j", label: "Next window", run: () => move(1) },
    { keys: "k", label: "Previous window", run: () => move(-1) },
    { keys: "o", label: "Open the window's current pane", run: () => shown && (location.hash = paneHref(name, (shown.window.panes.find((pane) => pane.active) ?? shown.window.panes[0])!.id)) },
    { keys: "u", label: "Up to the servers", run: () => (location.hash = href(["servers"])) },
  ]);
  if (!servers.value) {
    return <p class="hint loading">Reading the servers…</p>;
  }

  if (!server) {
    return (
      <Empty title={`There is no server named ${name}`} alone>
        <p>
          Its socket is not in the directory that the node watches. <a href={href(["servers"])}>See those that are</a>
        </p>
      </Empty>
    );
  }

  return (
    <>
      <div class="head">
        <h1>
          <a href={href(["servers"])}>Servers</a> <span aria-hidden="true">/</span> {name}
        </h1>
        <StateBadge server={server} />
        {tree ? <p class="summary">{`${count(server.sessions, "session")}, ${count(server.windows, "window")}, ${count(server.panes, "pane")}`}</p> : null}
        <span class="grow" />
        <ServerActions server={server} tree={tree} />
      </div>
      <Facts server={server} />
      {tree && shown ? (
        <div class="split">
          <TreeList server={name} tree={tree} chosen={windowKey(shown.session, shown.window)} />
          <section class="stage" aria-label={`Window ${shown.window.name}`}>
            <h2>
              {shown.session.name}:{shown.window.index} {shown.window.name}
              <span class="id">
                {shown.window.size.width}×{shown.window.size.height}
              </span>
              {shown.window.zoomed ? <span class="tag">a pane is zoomed</span> : null}
              <a class="more" href={href(["wall"], { q: `server:${name}` })}>
                All on the wall
              </a>
            </h2>
            <Layout server={name} window={shown.window} />
          </section>
        </div>
      ) : tree ? (
        <Empty title="This server has no session">
          <p>It runs and is kept alive. Start a session: runkit new --attach-ok -L {name}</p>
        </Empty>
      ) : (
        <Without server={server} problem={watched.problem.value} />
      )}
    </>
  );
}
