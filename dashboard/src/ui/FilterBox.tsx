import { route, setQuery } from "./route";

export const filterId = "filter";

export const focusFilter = (): void => document.getElementById(filterId)?.focus();

/** The box at the top of a list: its words stand in the address. */
export function FilterBox({ hint, problem }: { hint: string; problem: string | null }) {
  return (
    <div class="filter">
      <input
        id={filterId}
        type="search"
        aria-label="Filter"
        aria-describedby={problem ? "filter-problem" : undefined}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        value={route.value.query.get("q") ?? ""}
        onInput={(event) => setQuery("q", event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setQuery("q", "");
            event.currentTarget.blur();
          }
        }}
      />
      <kbd aria-hidden="true">/</kbd>
      {problem ? (
        <p id="filter-problem" class="problem" role="status">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
