/** Text in Markdown that means itself: what a pod answered must not become a link, an image or markup of a page. */

/** Text on one line, none of whose characters mean anything to Markdown or HTML. */
export function plain(text: string): string {
  return onOneLine(text).replaceAll(/[\\`*_{}[\]<>#|~&!]/g, '\\$&');
}

/** Text on one line as code, whatever backticks are in it. */
export function code(text: string): string {
  // Pipes end a table's cell even within code.
  const line = onOneLine(text).replaceAll('|', '¦');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** @param rows cells in Markdown */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
