import { useState } from "preact/hooks";
import { post, wordsOf } from "../node/api";
import { may } from "../node/live";
import { refresh } from "../node/plane";
import type { Server, Tree } from "../node/types";
import { count, stateOf } from "../node/words";
import { Dialog } from "../ui/Dialog";
import { tell } from "../ui/Notices";
import { readOnly } from "../ui/settings";

const most = 8;

/** What a kill would end, by name. */
function Losses({ server, tree }: { server: Server; tree: Tree | null }) {
  if (!tree) {
    return <p>What runs in it is not known: nothing could be read from it.</p>;
  }

  const panes = tree.sessions.filter((session) => !session.hidden).flatMap((session) => session.windows.flatMap((window) => window.panes.map((pane) => `${session.name}:${window.index} ${pane.command}`)));
  return (
    <>
      <p>
        This ends {count(server.sessions, "session")} with {count(server.panes, "pane")} and every program in them. It cannot be undone.
      </p>
      <ul class="losses">
        {panes.slice(0, most).map((pane, index) => (
          <li key={index}>{pane}</li>
        ))}
        {panes.length > most ? <li>and {panes.length - most} more</li> : null}
      </ul>
    </>
  );
}

function Kill({ server, tree, onClose }: { server: Server; tree: Tree | null; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const attached = server.clients > 0;
  const kill = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await post(`v1/servers/${encodeURIComponent(server.name)}/kill`);
      tell(`${server.name} is dead.`);
      onClose();
      refresh();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Kill ${server.name}?`} onClose={onClose}>
      <form onSubmit={kill}>
        <Losses server={server} tree={tree} />
        {attached ? (
          <label>
            {count(server.clients, "person is", "people are")} attached to it. To kill it, type its name:
            <input type="text" value={typed} autocomplete="off" spellcheck={false} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        ) : null}
        {problem ? (
          <p class="problem" role="alert">
            {problem}
          </p>
        ) : null}
        <div class="actions">
          <button type="button" onClick={onClose}>
            Keep it
          </button>
          <button type="submit" class="danger" disabled={busy || (attached && typed !== server.name)}>
            {busy ? "Killing…" : `Kill ${server.name}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function ServerActions({ server, tree }: { server: Server; tree: Tree | null }) {
  const [killing, setKilling] = useState(false);
  const state = stateOf(server).key;
  if (readOnly.value || !may("manage") || state === "dead" || state === "unmanageable") {
    return null;
  }

  const released = state === "released";
  const change = async () => {
    try {
      const outcome = await post<{ lines?: readonly string[] }>(`v1/servers/${encodeURIComponent(server.name)}/${released ? "guard" : "release"}`);
      tell(outcome.lines?.join(" ") || (released ? `${server.name} is guarded again.` : `${server.name} is released.`));
      refresh();
    } catch (error) {
      tell(wordsOf(error), true);
    }
  };
  return (
    <div class="buttons">
      <button type="button" onClick={change} title={released ? "Keep it alive when its last session ends" : "Take everything of RunKit's back, and stay away"}>
        {released ? "Guard" : "Release"}
      </button>
      {may("admin") ? (
        <button type="button" class="danger" onClick={() => setKilling(true)}>
          Kill…
        </button>
      ) : null}
      {killing ? <Kill server={server} tree={tree} onClose={() => setKilling(false)} /> : null}
    </div>
  );
}
