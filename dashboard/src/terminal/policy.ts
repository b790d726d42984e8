// The page's policy admits no style but by its nonce or from a script. xterm.js makes style elements, which get the nonce, and writes style
// attributes, which become what a script may set: without this its text would be black on black.
const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
const create = document.createElement.bind(document);

document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (name.toLowerCase() === "style") {
    element.nonce = nonce;
  } else {
    element.setAttribute = setAttribute;
  }

  return element;
}) as typeof document.createElement;

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === "style") {
    this.style.cssText = value;
  } else {
    Element.prototype.setAttribute.call(this, name, value);
  }
}
