// The words of a filter box: "state:dead name:build* web". All of them must hold; a word without a name is looked for everywhere.

export interface Filter<T> {
  readonly matches: (item: T) => boolean;
  /** What is wrong with it, in one line. */
  readonly problem: string | null;
}

export type Fields<T> = Readonly<Record<string, (item: T) => string>>;

export function filterOf<T>(text: string, fields: Fields<T>): Filter<T> {
  const tests: ((item: T) => boolean)[] = [];
  let problem: string | null = null;
  for (const word of text.trim().toLowerCase().split(/\s+/).filter(Boolean)) {
    const colon = word.indexOf(":");
    const name = colon > 0 ? word.slice(0, colon) : "";
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field) {
      const matches = globOf(word.slice(colon + 1));
      tests.push((item) => matches(field(item).toLowerCase()));
    } else {
      if (/^[a-z]+$/.test(name)) {
        problem = `There is no ${name}: here. Known: ${Object.keys(fields).map((known) => `${known}:`).join(" ")}`;
      }

      tests.push((item) => Object.values(fields).some((value) => value(item).toLowerCase().includes(word)));
    }
  }

  return { matches: (item) => tests.every((test) => test(item)), problem };
}

// With * and ? the whole must fit, without them it need only begin so: what is typed halfway finds already.
function globOf(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) {
    return (text) => text.startsWith(glob);
  }

  const pattern = new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
  return (text) => pattern.test(text);
}
