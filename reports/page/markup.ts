/** HTML that may stand in a page as it is. Only `html` and `trusted` make it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Content = string | number | Markup | readonly Markup[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((text, index) => text + render(values[index] ?? '')).join(''));
}

/** Markup of this project's own making, such as its style sheet. Never anything that a run brought in. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

export const nothing = new Markup('');

/** A link's target where it is on the web, otherwise nothing: a report may come from someone else. */
export function webAddress(address: string): string {
  return /^https?:\/\//i.test(address) ? address : '';
}

function render(value: Content): string {
  if (typeof value === 'string') {
    return escapeHtml(value);
  }
  return Array.isArray(value) ? value.join('') : String(value);
}

function escapeHtml(text: string): string {
  return text.replaceAll(special, (character) => entities[character] ?? pictureOf(character));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// What HTML gives a meaning to, and control characters, which it does not allow.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const special = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** U+2400 and on are pictures of the control characters. */
function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  return code === 0x7f ? '\u2421' : String.fromCharCode(0x2400 + code);
}
