import { connection, heard } from "../node/live";
import { age, clock } from "../node/words";
import { now } from "./now";

/** How old what is shown is. It says so even when all is well. */
export function Freshness() {
  const { state, since } = connection.value;
  if (state === "live") {
    const ago = Math.max(0, now.value - heard.value);
    return (
      <span class="freshness live" title="Changes are shown as the node tells them">
        <i class="dot" aria-hidden="true" />
        live<span class="detail">, heard {ago < 2000 ? "just now" : `${age(heard.value, now.value)} ago`}</span>
      </span>
    );
  }

  return state === "connecting" ? (
    <span class="freshness">
      <i class="dot" aria-hidden="true" />
      connecting
    </span>
  ) : (
    <span class="freshness lost">
      <i class="dot" aria-hidden="true" />
      not connected since {clock(since)}
    </span>
  );
}

/** Above a page whose content is old. */
export function OldBanner() {
  const { state, since } = connection.value;
  return state === "lost" ? (
    <p class="banner" role="alert">
      The node has not been heard since {clock(since)}: <strong>what you see is old.</strong> This page connects again by itself.
    </p>
  ) : null;
}
