/**
 * What exists only once a scenario runs, under the names by which its texts ask for it: `${cluster.url}`. Each
 * value is made when it is first asked for.
 */
export class RunTimeValues {
  readonly #makers = new Map<string, () => Promise<string>>();
  readonly #made = new Map<string, Promise<string>>();

  /** Gives a name its value, in place of the one that it may have had. */
  define(name: string, make: () => Promise<string>): void {
    this.#makers.set(name, make);
    this.#made.delete(name);
  }

  /** Rejects for a name that the scenario has not got. */
  async get(name: string): Promise<string> {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const make = this.#makers.get(name);
    if (make === undefined) {
      const names = [...this.#makers.keys()].sort().join(', ');
      throw new Error(
        `The scenario has nothing called \${${name}}; it has ${names || 'nothing of the kind'}.`,
      );
    }
    const made = make();
    this.#made.set(name, made);
    return made;
  }

  /** The text with every `${name}` replaced. Rejects as `get` does. */
  async inText(text: string): Promise<string> {
    const names = new Set([...text.matchAll(placeholder)].map(([, name = '']) => name));
    const values = new Map<string, string>();
    for (const name of names) values.set(name, await this.get(name));
    return text.replace(placeholder, (_, name: string) => values.get(name) ?? '');
  }

  /** The same in every string of a list or a map, keys excepted. */
  async inAll<Value>(value: Value): Promise<Value> {
    return (await this.#inUnknown(value)) as Value;
  }

  async #inUnknown(value: unknown): Promise<unknown> {
    if (typeof value === 'string') return await this.inText(value);
    if (Array.isArray(value)) return await Promise.all(value.map((item) => this.#inUnknown(item)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.#inUnknown(item)]);
    return Object.fromEntries(await Promise.all(entries));
  }
}

const placeholder = /\$\{([a-z][a-z0-9.-]*)\}/g;
