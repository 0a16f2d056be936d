import { dotted, environmentName } from './names.ts';
import { defaultOf, groupOptions } from './option-groups.ts';
import { listOptions, type Members, type OptionEntry } from './schema.ts';

const begin = '<!-- options: begin (written by write-option-table.ts) -->';
const end = '<!-- options: end -->';

/** All options as Markdown: a heading and a table for each group. */
export function optionTable(members: Members): string {
  return groupOptions(listOptions(members))
    .map(({ title, description, entries }) => {
      const heading = title === '' ? '## General' : `## \`${title}\`\n\n${description}`;
      const table = [
        '| Option | Environment variable | Type | Default | Meaning |',
        '| --- | --- | --- | --- | --- |',
      ];
      return [heading, '', ...table, ...entries.map(row), ''].join('\n');
    })
    .join('\n');
}

/**
 * The document with the tables in it brought up to date; everything outside of the two marks stays.
 *
 * @throws Error where the marks are not there
 */
export function withOptionTable(document: string, members: Members): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`The document must have the lines ${begin} and ${end} in it, in this order.`);
  }
  return `${document.slice(0, from)}${begin}\n\n${optionTable(members)}\n${document.slice(to)}`;
}

function row({ path, node }: OptionEntry): string {
  const cells = [`\`${dotted(path)}\``, `\`${environmentName(path)}\``, ...meaning(node)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function meaning(node: OptionEntry['node']): readonly string[] {
  switch (node.kind) {
    case 'option': {
      const example = node.secret ? '' : ` Example: \`${node.example}\``;
      return [node.type.name, defaultOf(node), `${node.description}${example}`];
    }
    case 'locator':
      return ['path', 'none', `${node.description} Not in a file. Example: \`${node.example}\``];
    default:
      return [
        'group',
        'off',
        `${node.description} On with \`true\`, with \`{}\`, or when an option in it is given.`,
      ];
  }
}
