import { useEffect, useMemo } from "preact/hooks";
import { events, wantHistory } from "../node/plane";
import { spansOf, type Span } from "../node/spans";
import type { PlaneEvent } from "../node/types";
import { age, clock, count } from "../node/words";
import { Empty } from "../ui/Empty";
import { FilterBox, focusFilter } from "../ui/FilterBox";
import { filterOf, type Fields } from "../ui/filter";
import { useKeys } from "../ui/keys";
import { now } from "../ui/now";
import { href, route } from "../ui/route";

const mostRows = 300;

const fields: Fields<PlaneEvent> = {
  server: (event) => event.server ?? "",
  type: (event) => event.type,
  cause: (event) => event.cause ?? "",
};

// What every event has, and what its own column shows.
const known = new Set(["id", "at", "type", "node", "server", "generation", "revision"]);

function detailOf(event: PlaneEvent): string {
  return Object.entries(event)
    .filter(([name, value]) => !known.has(name) && value !== null)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
}

function Lane({ server, spans, from, to }: { server: string; spans: readonly Span[]; from: number; to: number }) {
  const at = (time: number) => (100 * (time - from)) / Math.max(1, to - from);
  return (
    <li>
      <a class="server" href={href(["server", server])}>
        {server}
      </a>
      <div class="lane">
        {spans.map((span) => {
          const begin = Math.max(0, at(span.from ?? from));
          const end = at(span.to ?? to);
          const words = `${server}${span.pid === null ? "" : ` (process ${span.pid})`}: ${span.from === null ? "from before the node's memory" : `connected ${clock(span.from)}`}, ${
            span.to === null ? "alive" : `lost ${clock(span.to)}${span.cause ? `, ${span.cause}` : ""}${span.evidence ? `: ${span.evidence}` : ""}`
          }`;
          return (
            <div key={`${span.pid} ${span.from} ${span.to}`} class={`span ${span.to === null ? "open" : (span.cause ?? "ended")}`} role="img" aria-label={words} title={words} style={{ left: `${begin}%`, width: `${Math.max(0.4, end - begin)}%` }}>
              {span.gaps.map(([gapFrom, gapTo]) => (
                <i key={gapFrom} class="gap" style={{ left: `${(100 * (at(gapFrom) - begin)) / Math.max(0.4, end - begin)}%`, width: `${(100 * (at(gapTo ?? to) - at(gapFrom))) / Math.max(0.4, end - begin)}%` }} />
              ))}
              {span.to !== null && span.cause ? <span class="cause">{span.cause}</span> : null}
            </div>
          );
        })}
      </div>
    </li>
  );
}

function Lanes({ spans }: { spans: readonly Span[] }) {
  const servers = [...new Set(spans.map((span) => span.server))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const to = now.value;
  const from = Math.min(to - 60_000, ...spans.flatMap((span) => [span.from ?? Infinity, span.to ?? Infinity]));
  return (
    <section class="lanes" aria-label="Lives of the servers">
      <ol>
        {servers.map((server) => (
          <Lane key={server} server={server} spans={spans.filter((span) => span.server === server)} from={from} to={to} />
        ))}
      </ol>
      <p class="axis">
        <span>{clock(from)}</span>
        <span>{age(from, to)}</span>
        <span>now</span>
      </p>
    </section>
  );
}

export function TimelinePage() {
  useKeys([{ keys: "/", label: "Filter", run: focusFilter }]);
  useEffect(wantHistory, []);
  const all = events.value;
  const text = route.value.query.get("q") ?? "";
  const filter = useMemo(() => filterOf(text, fields), [text]);
  const fitting = useMemo(() => all.filter(filter.matches), [all, filter]);
  const names = useMemo(() => new Set(fitting.map((event) => event.server)), [fitting]);
  const spans = useMemo(() => spansOf(all).filter((span) => names.has(span.server)), [all, names]);
  return (
    <>
      <div class="head">
        <h1>Timeline</h1>
        <p class="summary">
          {count(fitting.length, "event")}
          {fitting.length > mostRows ? `, the last ${mostRows} are listed` : ""}
        </p>
        <span class="grow" />
        <FilterBox hint="server:build type:server.*" problem={filter.problem} />
      </div>
      {fitting.length === 0 ? (
        <Empty title={all.length === 0 ? "Nothing has happened yet" : "No event fits the filter"}>
          <p>
            {all.length === 0
              ? "The node remembers what it has seen since it was started. When a server, session, window or pane comes, changes or goes, it stands here."
              : `${count(all.length, "event is", "events are")} hidden by it.`}
          </p>
        </Empty>
      ) : (
        <>
          {spans.length > 0 ? <Lanes spans={spans} /> : null}
          <table class="events">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Server</th>
                <th scope="col">What</th>
                <th scope="col">Details</th>
              </tr>
            </thead>
            <tbody>
              {fitting
                .slice(-mostRows)
                .reverse()
                .map((event) => (
                  <tr key={event.id} class={event.type === "server.lost" || event.type === "server.unreachable" ? "notable" : ""}>
                    <td class="when" title={new Date(event.at).toLocaleString()}>
                      {clock(event.at)}
                    </td>
                    <td>{event.server ? <a href={href(["server", event.server])}>{event.server}</a> : ""}</td>
                    <td class="type">{event.type}</td>
                    <td class="detail">{detailOf(event)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
