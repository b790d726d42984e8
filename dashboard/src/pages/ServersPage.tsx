import { useState } from "preact/hooks";
import { post, wordsOf } from "../node/api";
import { may } from "../node/live";
import { refresh, servers } from "../node/plane";
import type { Server } from "../node/types";
import { age, count, endOf, stateOf } from "../node/words";
import { Dialog } from "../ui/Dialog";
import { Empty } from "../ui/Empty";
import { FilterBox, focusFilter } from "../ui/FilterBox";
import { filterOf, type Fields } from "../ui/filter";
import { useKeys } from "../ui/keys";
import { now } from "../ui/now";
import { go, href, route, setQuery } from "../ui/route";
import { readOnly } from "../ui/settings";
import { StateBadge } from "../ui/StateBadge";
import { tell } from "../ui/Notices";

const fields: Fields<Server> = {
  name: (server) => server.name,
  state: (server) => stateOf(server).key,
  guard: (server) => server.guard,
  version: (server) => server.version ?? "",
  attached: (server) => (server.clients > 0 ? "yes" : "no"),
};

/** Moves the focus along the rows' links. */
function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a.row")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

function Row({ server }: { server: Server }) {
  const lives = stateOf(server).key !== "dead";
  const number = (value: number) => (lives ? value : "");
  return (
    <tr class={lives ? "" : "past"}>
      <th scope="row">
        <a class="row" href={href(["server", server.name])}>
          {server.name}
        </a>
      </th>
      <td class="status">
        <StateBadge server={server} />
        {server.error ? <span class="why">{server.error}</span> : null}
        {endOf(server) ? <span class="why">{endOf(server)}</span> : null}
      </td>
      <td class="number sessions">{number(server.sessions)}</td>
      <td class="number windows">{number(server.windows)}</td>
      <td class="number panes">{number(server.panes)}</td>
      <td class="number attached">{number(server.clients)}</td>
      <td class="since" title={new Date(server.ended?.at ?? server.since).toLocaleString()}>
        {age(server.ended?.at ?? server.since, now.value)}
      </td>
      <td class="version">{server.version ?? ""}</td>
      <td class="guard">{lives ? (server.guard === "floor" ? "kept alive" : server.guard === "none" ? "" : server.guard) : ""}</td>
    </tr>
  );
}

function NewServer({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const create = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await post("v1/servers", { server: name });
      tell(`${name} was started.`);
      onClose();
      refresh();
      go(["server", name]);
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="New server" onClose={onClose}>
      <form onSubmit={create}>
        <label>
          Name
          <input type="text" value={name} required pattern="[A-Za-z0-9_][A-Za-z0-9_.\-]{0,63}" autocomplete="off" spellcheck={false} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <p class="hint">A tmux server with one session starts under this name, in your home directory. The same as: runkit new -L {name || "NAME"}</p>
        {problem ? (
          <p class="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <div class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={busy}>
            Start it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Summary({ all }: { all: readonly Server[] }) {
  const live = all.filter((server) => stateOf(server).key !== "dead");
  const trouble = live.filter((server) => stateOf(server).tone === "bad").length;
  return (
    <p class="summary">
      {count(live.length, "server")} alive, {count(live.reduce((sum, server) => sum + server.panes, 0), "pane")}, {live.reduce((sum, server) => sum + server.clients, 0)} attached
      {all.length > live.length ? `, ${all.length - live.length} dead` : ""}
      {trouble > 0 ? <strong class="trouble">, {trouble} in trouble</strong> : null}
    </p>
  );
}

export function ServersPage() {
  const [creating, setCreating] = useState(false);
  const mayCreate = !readOnly.value && may("manage");
  useKeys([
    { keys: "/", label: "Filter", run: focusFilter },
    { keys: "j", label: "Next server", run: () => step(1) },
    { keys: "k", label: "Previous server", run: () => step(-1) },
    { keys: "n", label: "New server", run: () => mayCreate && setCreating(true) },
  ]);
  const all = servers.value;
  if (!all) {
    return <p class="hint loading">Reading the servers…</p>;
  }

  const filter = filterOf(route.value.query.get("q") ?? "", fields);
  const shown = all.filter(filter.matches);
  return (
    <>
      <div class="head">
        <h1>Servers</h1>
        <Summary all={all} />
        <span class="grow" />
        <FilterBox hint="state:dead name:build*" problem={filter.problem} />
        {!mayCreate ? null : (
          <button type="button" onClick={() => setCreating(true)}>
            New server
          </button>
        )}
      </div>
      {all.length === 0 ? (
        <Empty title="No tmux server runs here">
          <p>
            The node watches the socket directory: a server that is started there by anybody appears by itself. Start one with <code>tmux</code>, with <code>runkit new -L work</code>
            {!mayCreate ? "." : ", or with the button above."}
          </p>
        </Empty>
      ) : shown.length === 0 ? (
        <Empty title="No server fits the filter">
          <p>
            {count(all.length, "server is", "servers are")} hidden by it.{" "}
            <button type="button" onClick={() => setQuery("q", "")}>
              Clear the filter
            </button>
          </p>
        </Empty>
      ) : (
        <table class="servers">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col" class="number sessions">Sessions</th>
              <th scope="col" class="number windows">Windows</th>
              <th scope="col" class="number panes">Panes</th>
              <th scope="col" class="number attached">Attached</th>
              <th scope="col" class="since">Since</th>
              <th scope="col" class="version">tmux</th>
              <th scope="col" class="guard">Guard</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((server) => (
              <Row key={server.name} server={server} />
            ))}
          </tbody>
        </table>
      )}
      {creating ? <NewServer onClose={() => setCreating(false)} /> : null}
    </>
  );
}
