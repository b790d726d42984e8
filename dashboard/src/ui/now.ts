// The time, as ages are told from it: once a second, and not while nobody looks.
import { signal } from "@preact/signals";

export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) {
    now.value = Date.now();
  }
}, 1000);

document.addEventListener("visibilitychange", () => (now.value = Date.now()));
