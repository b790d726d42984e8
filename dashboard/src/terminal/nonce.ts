// xterm.js makes style elements of its own: each gets the page's nonce, or the policy would leave the terminal black on black.
const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
const create = document.createElement.bind(document);

document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (name.toLowerCase() === "style") {
    element.nonce = nonce;
  }

  return element;
}) as typeof document.createElement;
