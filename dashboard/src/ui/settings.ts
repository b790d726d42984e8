// What this browser keeps of a user's wishes.
import { effect, signal } from "@preact/signals";

export type Theme = "auto" | "light" | "dark";

const themeName = "runkit-theme";
const readOnlyName = "runkit-read-only";

export const theme = signal<Theme>((localStorage.getItem(themeName) as Theme | null) ?? "auto");

/** Nothing can be changed from this browser, whatever its login allows. */
export const readOnly = signal(localStorage.getItem(readOnlyName) === "on");

const screenReaderName = "runkit-screen-reader";

/** Terminals keep what they show as text that a screen reader can read. */
export const screenReader = signal(localStorage.getItem(screenReaderName) === "on");

effect(() => localStorage.setItem(screenReaderName, screenReader.value ? "on" : "off"));

const system = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(system.matches);
system.addEventListener("change", () => (systemIsDark.value = system.matches));

export const isDark = (): boolean => theme.value === "dark" || (theme.value === "auto" && systemIsDark.value);

effect(() => {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
  localStorage.setItem(themeName, theme.value);
});

effect(() => localStorage.setItem(readOnlyName, readOnly.value ? "on" : "off"));

export function nextTheme(): void {
  theme.value = theme.value === "auto" ? (systemIsDark.value ? "light" : "dark") : theme.value === "dark" ? (systemIsDark.value ? "auto" : "light") : systemIsDark.value ? "dark" : "auto";
}
