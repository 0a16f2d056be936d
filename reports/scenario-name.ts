import type { Pickle } from '@cucumber/messages';
import type { Lineage } from '@cucumber/query';

/** Characters of an example's value that a name keeps. */
const valueLimit = 60;

/**
 * A scenario's name, told apart from that of the other rows of its outline: the parameters that the name does not
 * mention itself follow in brackets, `Exact paths [path: /bar, status: 200]`.
 */
export function scenarioName(pickle: Pickle, lineage: Lineage | undefined): string {
  const outline = lineage?.scenario?.name ?? '';
  const header = lineage?.examples?.tableHeader?.cells ?? [];
  const values = lineage?.example?.cells ?? [];
  const rest = header.flatMap(({ value: parameter }, column) => {
    const value = values[column]?.value ?? '';
    return outline.includes(`<${parameter}>`) || value === '' ? [] : [`${parameter}: ${shortened(value)}`];
  });
  return rest.length === 0 ? pickle.name : `${pickle.name} [${rest.join(', ')}]`;
}

function shortened(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  return line.length <= valueLimit ? line : `${line.slice(0, valueLimit - 1)}…`;
}
