import type { Server } from "../node/types";
import { stateOf } from "../node/words";

/** A server's state: a colour, and always a word beside it. */
export function StateBadge({ server }: { server: Server }) {
  const { words, tone } = stateOf(server);
  return (
    <span class={`state ${tone}`}>
      <i class="dot" aria-hidden="true" />
      {words}
    </span>
  );
}
