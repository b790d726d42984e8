import { useEffect, useState } from "preact/hooks";
import { get, panePath, post, wordsOf } from "../node/api";
import { may } from "../node/live";
import { events, servers } from "../node/plane";
import type { Agent, AgentReport } from "../node/types";
import { age, count } from "../node/words";
import { Empty } from "../ui/Empty";
import { FilterBox, focusFilter } from "../ui/FilterBox";
import { filterOf, type Fields } from "../ui/filter";
import { useKeys } from "../ui/keys";
import { now } from "../ui/now";
import { tell } from "../ui/Notices";
import { paneHref, route } from "../ui/route";
import { readOnly } from "../ui/settings";

const fields: Fields<Agent> = {
  state: (agent) => agent.state.status,
  server: (agent) => agent.server,
  agent: (agent) => agent.agent,
  path: (agent) => agent.path,
};

const rank = (agent: Agent): number => (agent.state.status === "waiting" ? 0 : 1);

/** All agents; read again when one of them changes its state, and when servers or panes come and go. */
function useAgents(): { readonly report: AgentReport | null; readonly problem: string | null } {
  const [report, setReport] = useState<AgentReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const newest = events.value.findLast((event) => /^(agent\.|pane\.|server\.)/.test(event.type))?.id;
  useEffect(() => {
    const abort = new AbortController();
    const wait = setTimeout(() => {
      get<AgentReport>("v1/agents", abort.signal).then(
        (read) => {
          setReport(read);
          setProblem(null);
        },
        (error: unknown) => !abort.signal.aborted && setProblem(wordsOf(error)),
      );
    }, report ? 200 : 0);
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [newest, servers.value?.length]);
  return { report, problem };
}

/** Types an answer and says what became of it. */
function Answer({ agent }: { agent: Agent }) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const answer = await post<{ outcome: string; evidence?: unknown; reason?: string }>(`${panePath(agent.server, agent.pane)}/send`, { text, enter: true });
      setOutcome(`${answer.outcome}${answer.reason ? `: ${answer.reason}` : ""}`);
      if (answer.outcome === "delivered") {
        setText("");
        tell(`Delivered to ${agent.agent} in ${agent.server} ${agent.target}.`);
      }
    } catch (error) {
      setOutcome(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="answer" onSubmit={send}>
      <input type="text" aria-label={`Answer to ${agent.agent} in ${agent.server} ${agent.target}`} placeholder="Answer, sent with Enter" autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <button type="submit" disabled={busy}>
        Send
      </button>
      {outcome ? (
        <span class="hint" role="status">
          {outcome}
        </span>
      ) : null}
    </form>
  );
}

function Row({ agent }: { agent: Agent }) {
  const waits = agent.state.status === "waiting";
  return (
    <li class={waits ? "waits" : ""}>
      <div class="line">
        <span class={`state ${waits ? "warn" : agent.state.status === "working" ? "good" : "calm"}`}>
          <i class="dot" aria-hidden="true" />
          {agent.state.status}
          {agent.state.kind ? ` (${agent.state.kind})` : ""}
        </span>
        <strong>{agent.agent}</strong>
        <a href={paneHref(agent.server, agent.pane)}>
          {agent.server} {agent.target}
        </a>
        <span class="hint">{age(agent.state.since, now.value)}</span>
        {agent.lookedAt ? <span class="tag">somebody looks at it</span> : null}
        <span class="path">{agent.path}</span>
      </div>
      {agent.state.evidence ? <p class="hint evidence">{agent.state.evidence.seen}</p> : null}
      {waits && !readOnly.value && may("input") ? <Answer agent={agent} /> : null}
    </li>
  );
}

export function AgentsPage() {
  const { report, problem } = useAgents();
  useKeys([{ keys: "/", label: "Filter", run: focusFilter }]);
  const filter = filterOf(route.value.query.get("q") ?? "", fields);
  const all = report?.agents ?? [];
  const shown = all.filter(filter.matches).sort((a, b) => rank(a) - rank(b) || Date.parse(a.state.since) - Date.parse(b.state.since));
  const waiting = all.filter((agent) => rank(agent) === 0).length;
  return (
    <>
      <div class="head">
        <h1>Agents</h1>
        <p class="summary">
          {report ? count(all.length, "agent") : ""}
          {waiting > 0 ? <strong class="waiting">, {waiting} waiting</strong> : null}
        </p>
        <span class="grow" />
        <FilterBox hint="state:waiting agent:claude" problem={filter.problem ?? problem} />
      </div>
      {report && report.notRead.length > 0 ? <p class="hint">Not known: {report.notRead.map((server) => `${server.server} (${server.reason})`).join(", ")}</p> : null}
      {!report ? (
        <p class="hint loading">Looking for agents…</p>
      ) : shown.length === 0 ? (
        <Empty title={all.length === 0 ? "No coding agent runs in any pane" : "No agent fits the filter"}>
          <p>{all.length === 0 ? "One that is started in a pane of any server appears here by itself; those that wait for an answer stand first." : `${count(all.length, "agent is", "agents are")} hidden by it.`}</p>
        </Empty>
      ) : (
        <ul class="agents">
          {shown.map((agent) => (
            <Row key={`${agent.server} ${agent.pane}`} agent={agent} />
          ))}
        </ul>
      )}
    </>
  );
}
