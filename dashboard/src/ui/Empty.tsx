import type { ComponentChildren } from "preact";

/** A page with nothing on it says why, and what to do. Alone it is the whole page. */
export function Empty({ title, children, alone }: { title: string; children?: ComponentChildren; alone?: boolean }) {
  return (
    <div class="empty">
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
