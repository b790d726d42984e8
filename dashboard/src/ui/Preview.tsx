import { useEffect, useRef, useState } from "preact/hooks";
import { lookAt } from "../node/previews";
import type { Size } from "../node/types";

// How wide a character is, as a part of the font's size.
const advance = 0.6021;

/** What a pane shows, small, read twice a second while it is in view. It is text, and never sizes the pane; below the smallest size it is cut at the right. */
export function Preview({ server, pane, size, smallest = 0 }: { server: string; pane: string; size: Size; smallest?: number }) {
  const element = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let look: ReturnType<typeof lookAt> | null = null;
    let unsubscribe = (): void => {};
    const watcher = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting && !look) {
        look = lookAt(server, pane);
        unsubscribe = look.screen.subscribe(setRows);
      } else if (!entry?.isIntersecting && look) {
        end();
      }
    });
    const end = () => {
      unsubscribe();
      look?.end();
      look = null;
    };
    watcher.observe(element.current!);
    return () => {
      watcher.disconnect();
      end();
    };
  }, [server, pane]);
  return (
    <div ref={element} class="preview" aria-hidden="true">
      <pre style={{ fontSize: `max(${smallest}px, 100cqw / ${(size.width * advance).toFixed(2)})` }}>{rows?.join("\n").trimEnd() ?? ""}</pre>
    </div>
  );
}
