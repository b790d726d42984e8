import { signal } from "@preact/signals";
import { Dialog } from "./Dialog";
import { globalBindings, pageBindings, type Binding } from "./keys";
import { readOnly, screenReader } from "./settings";

export const helpIsOpen = signal(false);

function Keys({ title, bindings }: { title: string; bindings: readonly Binding[] }) {
  return bindings.length === 0 ? null : (
    <section>
      <h3>{title}</h3>
      <dl class="keys">
        {bindings.map((binding) => (
          <div key={binding.keys}>
            <dt>
              {binding.keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{binding.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const terminal: readonly Binding[] = [{ keys: "Ctrl-Shift-\\", label: "Leave a terminal", run: () => {} }];
const palette: readonly Binding[] = [{ keys: "Ctrl-K", label: "Go anywhere by name", run: () => {} }];

/** The keys of this page, and what this browser is allowed. */
export function Help() {
  return helpIsOpen.value ? (
    <Dialog title="Keys" onClose={() => (helpIsOpen.value = false)} wide>
      <div class="columns">
        <Keys title="On this page" bindings={pageBindings.value} />
        <Keys title="Everywhere" bindings={[...globalBindings(), ...palette]} />
        <Keys title="In a terminal" bindings={terminal} />
      </div>
      <label class="check">
        <input type="checkbox" checked={readOnly.value} onChange={(event) => (readOnly.value = event.currentTarget.checked)} />
        <span>Read only: nothing can be typed, killed or started from this browser</span>
      </label>
      <label class="check">
        <input type="checkbox" checked={screenReader.value} onChange={(event) => (screenReader.value = event.currentTarget.checked)} />
        <span>Terminals for a screen reader: what they show can be read and is announced. It takes effect when one is opened</span>
      </label>
      <div class="actions">
        <button type="button" onClick={() => (helpIsOpen.value = false)}>
          Close
        </button>
      </div>
    </Dialog>
  ) : null;
}
