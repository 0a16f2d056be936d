import { dotted } from './names.ts';
import { defaultOf, groupOptions } from './option-groups.ts';
import { listOptions, type Members, type Option, type OptionEntry } from './schema.ts';

const width = 100;

/** The text of `--help`: how options are given, then all of them by group, with type, default and example. */
export function helpText(members: Members): string {
  const groups = groupOptions(listOptions(members)).map(({ title, description, entries }) =>
    [title === '' ? 'GENERAL' : title, ...wrap(description, 2), '', ...entries.map(describe)].join('\n'),
  );
  return `${introduction}\n${groups.join('\n\n')}\n`;
}

const introduction = `Usage: ingress-reference [--name=value …]
       ingress-reference --help | --version

Serves the Ingresses of a Kubernetes cluster. Names ignore case. Booleans and groups may stand without
a value; lists take commas or are given several times. Durations are whole seconds (10) or what Go
reads (1m30s, 500ms).

Options come from one of three sources, the first that has any:
  1. a file: --configFile, or traefik.yml, traefik.yaml, traefik.toml in /etc/traefik,
     $XDG_CONFIG_HOME, $HOME/.config or the working directory
  2. these flags
  3. environment variables: --log.level is TRAEFIK_LOG_LEVEL
`;

function describe({ path, node }: OptionEntry): string {
  const flag = `  --${dotted(path)}`;
  switch (node.kind) {
    case 'option': {
      const example = node.secret ? '' : ` Example: ${node.example}`;
      const lines = wrap(`${node.description}${example}`, 6);
      return [`${flag}  (${node.type.name}; ${defaultText(node)})`, ...lines].join('\n');
    }
    case 'locator':
      return [`${flag}  (path)`, ...wrap(`${node.description} Example: ${node.example}`, 6)].join('\n');
    default:
      return [
        `${flag}  (group; default: off)`,
        ...wrap(`${node.description} On as well when an option in it is given.`, 6),
      ].join('\n');
  }
}

function defaultText(node: Option<unknown>): string {
  return node.default.kind === 'required' ? 'required' : `default: ${defaultOf(node)}`;
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].filter((part) => part !== '').map((part) => ' '.repeat(indent) + part);
}
