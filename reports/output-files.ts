/** Which files there are to be had of a run, and what each is made of. */
import { join } from 'node:path';
import { formatBadge } from './badge.ts';
import type { Conclusion } from './conclusion.ts';
import { writeWhole } from './files.ts';
import { formatHtml } from './html.ts';
import { formatJunit } from './junit.ts';
import { formatMarkdown, type MarkdownOptions } from './markdown.ts';
import { formatYaml } from './yaml.ts';

/** Formats that are made from a run's conclusion, with the names of their files. */
export const outputFiles = {
  html: 'index.html',
  yaml: 'report.yaml',
  junit: 'junit.xml',
  markdown: 'summary.md',
  badge: 'badge.svg',
} as const;

export type OutputFormat = keyof typeof outputFiles;

/** All that a run can write: its messages as well, which come as it goes on. */
export type RunFormat = OutputFormat | 'messages';

export const messagesFile = 'messages.ndjson';

export const defaultFormats: readonly RunFormat[] = ['html', 'yaml', 'junit', 'messages'];

/**
 * Writes the files of those formats into a folder that exists.
 *
 * @returns their paths
 * @throws the error of the file system where one cannot be written
 */
export async function writeOutput(
  folder: string,
  formats: readonly OutputFormat[],
  conclusion: Conclusion,
  options: MarkdownOptions,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const format of formats) {
    const path = join(folder, outputFiles[format]);
    await writeWhole(path, makers[format](conclusion, options));
    paths.push(path);
  }
  return paths;
}

const makers: Readonly<Record<OutputFormat, (conclusion: Conclusion, options: MarkdownOptions) => string>> = {
  html: ({ report, suiteErrors }) => formatHtml(report, suiteErrors),
  yaml: ({ report, suiteErrors }) => formatYaml(report, suiteErrors),
  junit: ({ report, scenarios }) => formatJunit(report, scenarios),
  markdown: ({ report, suiteErrors }, options) => formatMarkdown(report, suiteErrors, options),
  badge: ({ report, suiteErrors }) => formatBadge(report, suiteErrors),
};
