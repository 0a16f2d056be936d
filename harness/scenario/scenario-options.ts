/** What a scenario starts its instances with: as it says, completed by what its document needs. */
import {
  completeConfiguration,
  emptyConfiguration,
  type OptionTree,
  type OptionValue,
  type StaticConfiguration,
  writeConfiguration,
} from '../implementation/static-configuration.ts';

export class ScenarioOptions {
  #configuration: StaticConfiguration = emptyConfiguration;
  #options: OptionTree = {};
  readonly #leftAlone: string[] = [];
  #additions: OptionTree = {};
  /** See `Implementation.documentOptions`. */
  documentOptions: OptionTree = {};

  /** Files, arguments and variables that set options. */
  configure({ files = [], arguments: flags = [], variables = {} }: Partial<StaticConfiguration>): void {
    const before = this.#configuration;
    this.#configuration = {
      files: [...before.files, ...files],
      arguments: [...before.arguments, ...flags],
      variables: { ...before.variables, ...variables },
    };
  }

  /** Sets one option of the provider, which that enables; in whatever form. */
  setProviderOption(name: string, value: OptionValue | OptionTree): void {
    this.#options = { ...this.#options, [name]: value };
  }

  /** Adds options, in the form that the scenario gives the others, where it does not set them. */
  add(options: OptionTree): void {
    this.#additions = { ...this.#additions, ...options };
  }

  /** Nothing is added for this option or section: its default is what counts. */
  leaveAlone(name: string): void {
    this.#leftAlone.push(name);
  }

  /** All of it, run-time values still by their names. */
  effective(): StaticConfiguration {
    return completeConfiguration(this.own(), this.documentOptions);
  }

  /** Without what the document needs. */
  own(): StaticConfiguration {
    return completeConfiguration(this.#given(), this.#additions);
  }

  #given(): StaticConfiguration {
    const { files, arguments: flags, variables } = this.#configuration;
    const given = files.length > 0 || flags.length > 0 || Object.keys(variables).length > 0;
    const leftAlone = this.#leftAlone;
    if (!given) {
      return {
        ...writeConfiguration('flags', { providers: { kubernetesIngress: this.#options } }),
        leftAlone,
      };
    }
    if (Object.keys(this.#options).length > 0) {
      throw new Error(
        'A scenario gives provider options either one by one or in sources of its own, not both.',
      );
    }
    return { ...this.#configuration, leftAlone };
  }
}
