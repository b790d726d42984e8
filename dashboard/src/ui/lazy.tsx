import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A page whose code is fetched when it is first shown: the terminal is most of what there is to load. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [Page, setPage] = useState<ComponentType<P> | null>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (!Page) {
        load().then(
          (page) => {
            loaded = page;
            setPage(() => page);
          },
          () => setFailed(true),
        );
      }
    }, []);
    return Page ? <Page {...props} /> : <p class="hint loading">{failed ? "This part of the page could not be loaded. Load the page again." : "Loading…"}</p>;
  };
}
