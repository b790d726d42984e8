// What became of what was asked for: told once, and to screen readers too.
import { signal } from "@preact/signals";

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
  readonly action: Action | undefined;
}

export interface Action {
  readonly label: string;
  readonly run: () => void;
}

const shown = signal<readonly Notice[]>([]);
const lasts = 8000;
let next = 0;

export function tell(text: string, bad = false, action?: Action): void {
  const notice = { id: next++, text, bad, action };

  // The same again takes the place of the one before.
  shown.value = [...shown.value.filter((other) => other.text !== text).slice(-3), notice];
  if (!bad) {
    setTimeout(() => dismiss(notice.id), lasts);
  }
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((notice) => notice.id !== id);
}

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {shown.value.map((notice) => (
        <div key={notice.id} class={notice.bad ? "notice bad" : "notice"}>
          <span class="words">{notice.text}</span>
          {notice.action ? (
            <button
              type="button"
              onClick={() => {
                dismiss(notice.id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </button>
          ) : null}
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
