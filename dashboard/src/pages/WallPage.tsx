import { useEffect, useState } from "preact/hooks";
import { get, wordsOf } from "../node/api";
import { events, servers } from "../node/plane";
import type { PaneSummary } from "../node/types";
import { count } from "../node/words";
import { Empty } from "../ui/Empty";
import { FilterBox, focusFilter } from "../ui/FilterBox";
import { filterOf, type Fields } from "../ui/filter";
import { useKeys } from "../ui/keys";
import { Preview } from "../ui/Preview";
import { href, paneHref, route } from "../ui/route";

const most = 40;
const readable = 8;

const fields: Fields<PaneSummary> = {
  server: (pane) => pane.server,
  command: (pane) => pane.command,
  path: (pane) => pane.path,
  title: (pane) => pane.title,
  target: (pane) => pane.target,
};

/** The panes of all servers; read again when something was added, removed or renamed. */
function usePanes(): { readonly panes: readonly PaneSummary[] | null; readonly problem: string | null } {
  const [panes, setPanes] = useState<readonly PaneSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const newest = events.value.findLast((event) => /^(pane\.(added|removed|changed|exited)|server\.|session\.|window\.)/.test(event.type))?.id;
  useEffect(() => {
    const abort = new AbortController();
    const wait = setTimeout(() => {
      get<PaneSummary[]>("v1/panes", abort.signal).then(
        (read) => {
          setPanes(read.toSorted((a, b) => a.server.localeCompare(b.server, undefined, { numeric: true })));
          setProblem(null);
        },
        (error: unknown) => {
          if (!abort.signal.aborted) {
            setProblem(wordsOf(error));
          }
        },
      );
    }, panes ? 300 : 0);
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [newest, servers.value?.length]);
  return { panes, problem };
}

export function WallPage() {
  const { panes, problem } = usePanes();
  useKeys([{ keys: "/", label: "Filter", run: focusFilter }]);
  const filter = filterOf(route.value.query.get("q") ?? "", fields);
  const fitting = panes?.filter((pane) => filter.matches(pane)) ?? [];
  const shown = fitting.slice(0, most);
  return (
    <>
      <div class="head">
        <h1>Wall</h1>
        <p class="summary">
          {panes ? count(fitting.length, "pane") : ""}
          {fitting.length > most ? `, the first ${most} are shown: filter to see others` : ""}
        </p>
        <span class="grow" />
        <FilterBox hint="server:build command:vim" problem={filter.problem ?? problem} />
      </div>
      {!panes ? (
        <p class="hint loading">Reading the panes…</p>
      ) : panes.length === 0 ? (
        <Empty title="There is no pane to look at">
          <p>
            No server runs, or none has been read. <a href={href(["servers"])}>See the servers</a>
          </p>
        </Empty>
      ) : shown.length === 0 ? (
        <Empty title="No pane fits the filter">
          <p>{count(panes.length, "pane is", "panes are")} hidden by it.</p>
        </Empty>
      ) : (
        <ul class="wall">
          {shown.map((pane) => (
            <li key={`${pane.server} ${pane.pane}`}>
              <a href={paneHref(pane.server, pane.pane)} class={pane.dead ? "past" : ""} title={pane.path}>
                <span class="caption">
                  <strong>{pane.server}</strong> {pane.target}
                  <span class="what">{pane.command}</span>
                </span>
                <Preview server={pane.server} pane={pane.pane} size={pane.size} smallest={readable} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
