import { dotted } from './names.ts';
import type { Option, OptionEntry } from './schema.ts';

/** Options that are shown together, in help and in tables. */
export interface OptionGroup {
  /** `entryPoints.NAME`, `providers.kubernetesIngress`; empty for options outside of any group. */
  readonly title: string;
  readonly description: string;
  /** What can be set: options, and sections that can be switched on by themselves. */
  readonly entries: readonly OptionEntry[];
}

/** Groups by the outermost section or by the optional one that is nearest to it. */
export function groupOptions(all: readonly OptionEntry[]): readonly OptionGroup[] {
  const groups: { title: string; description: string; entries: OptionEntry[] }[] = [];
  const open = (title: string, description: string) => {
    const group = { title, description, entries: [] as OptionEntry[] };
    groups.push(group);
    return group;
  };
  for (const entry of all) {
    const { path, node } = entry;
    const name = dotted(path);
    const isGroup =
      node.kind === 'named' || (node.kind === 'section' && (path.length === 1 || isProvider(path)));
    if (isGroup) {
      open(node.kind === 'named' ? `${name}.${node.placeholder}` : name, node.description);
    }
    if (
      node.kind === 'option' ||
      node.kind === 'locator' ||
      (node.kind === 'section' && node.presence === 'optional')
    ) {
      const group = groups.findLast(({ title }) => `${name}.`.startsWith(`${title}.`));
      (group ?? groups.find(({ title }) => title === '') ?? open('', '')).entries.push(entry);
    }
  }
  return groups;
}

/** `2s`, `none`, or `required`. */
export function defaultOf(option: Option<unknown>): string {
  if (option.default.kind === 'required') {
    return 'required';
  }
  const text = option.type.format(option.default.value);
  return text === '' ? 'none' : text;
}

function isProvider(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'providers';
}
