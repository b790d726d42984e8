import { lazyPage } from "./lazy";
import { loggedOut, refresh } from "../node/plane";
import { AgentsPage } from "../pages/AgentsPage";
import { ServersPage } from "../pages/ServersPage";
import { ServerPage } from "../pages/ServerPage";
import { TimelinePage } from "../pages/TimelinePage";
import { WallPage } from "../pages/WallPage";
import { Empty } from "./Empty";
import { OldBanner, Freshness } from "./Freshness";
import { Help, helpIsOpen } from "./Help";
import { bindEverywhere } from "./keys";
import { Notices } from "./Notices";
import { Palette, paletteIsOpen } from "./Palette";
import { go, href, route } from "./route";
import { nextTheme, readOnly, theme } from "./settings";

const PanePage = lazyPage(async () => (await import("../pages/PanePage")).PanePage);

const pages = [
  { name: "servers", label: "Servers", keys: "g s" },
  { name: "agents", label: "Agents", keys: "g a" },
  { name: "wall", label: "Wall", keys: "g w" },
  { name: "timeline", label: "Timeline", keys: "g t" },
] as const;

bindEverywhere([
  ...pages.map((page) => ({ keys: page.keys, label: `Go to ${page.label.toLowerCase()}`, run: () => go([page.name]) })),
  { keys: "r", label: "Read everything again", run: refresh },
  { keys: "t", label: "Light, dark, or as the system is", run: nextTheme },
  { keys: "?", label: "Keys of this page", run: () => (helpIsOpen.value = true) },
]);

addEventListener("keydown", (event) => {
  const inTerminal = event.target instanceof Element && event.target.closest(".xterm.typing, .typing .xterm");
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && !inTerminal) {
    event.preventDefault();
    paletteIsOpen.value = !paletteIsOpen.value;
  }
});

function Page() {
  const [page = "servers", server, id] = route.value.path;
  switch (page) {
    case "servers":
      return <ServersPage />;
    case "server":
      return server ? <ServerPage key={server} name={server} /> : <ServersPage />;
    case "pane":
      return server && id ? <PanePage key={`${server} ${id}`} server={server} pane={`%${id}`} /> : <ServersPage />;
    case "agents":
      return <AgentsPage />;
    case "wall":
      return <WallPage />;
    case "timeline":
      return <TimelinePage />;
    default:
      return (
        <Empty title="There is no such page" alone>
          <p>
            <a href={href(["servers"])}>Go to the servers</a>
          </p>
        </Empty>
      );
  }
}

export function Shell() {
  const at = route.value.path[0] ?? "servers";
  const section = at === "server" || at === "pane" ? "servers" : at;
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href={href(["servers"])}>
          RunKit
        </a>
        <nav aria-label="Pages">
          {pages.map((page) => (
            <a key={page.name} href={href([page.name])} aria-current={section === page.name ? "page" : undefined}>
              {page.label}
            </a>
          ))}
        </nav>
        <span class="grow" />
        {readOnly.value ? <span class="tag">read only</span> : null}
        <Freshness />
        <button type="button" class="quiet goto" onClick={() => (paletteIsOpen.value = true)}>
          Go to <kbd>Ctrl K</kbd>
        </button>
        <button type="button" class="quiet" aria-label={`Colours: ${theme.value}`} title={`Colours: ${theme.value}`} onClick={nextTheme}>
          ◐
        </button>
        <button type="button" class="quiet" aria-label="Keys" title="Keys (?)" onClick={() => (helpIsOpen.value = true)}>
          ?
        </button>
      </header>
      <main id="main" tabIndex={-1} class={`page-${at}`}>
        <OldBanner />
        {loggedOut.value ? (
          <Empty title="This browser is not logged in" alone>
            <p>
              Run this where the node runs, and open the link that it prints: <code>runkit dashboard</code>
            </p>
          </Empty>
        ) : (
          <Page />
        )}
      </main>
      <Notices />
      <Palette />
      <Help />
    </>
  );
}
