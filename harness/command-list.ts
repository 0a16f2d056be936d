/** `ingress-conformance list`: what there is to be checked. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Level } from '../reports/catalogue/catalogue.ts';
import type { ListedScenario } from '../reports/listing.ts';
import { collect, collectLevels, oneOf } from './command-values.ts';
import { featuresFolder, packageFolder } from './folders.ts';
import { Mistake } from './mistake.ts';

const formats = ['text', 'json', 'yaml'] as const;

interface ListFlags {
  readonly document: readonly string[];
  readonly level?: readonly Level[];
  readonly tags: string;
  readonly format: (typeof formats)[number];
}

export function addList(program: Command): void {
  program
    .command('list')
    .description('show documents, sections, statements, scenarios, and the capabilities that they require')
    .option('--document <id>', 'only this document, such as traefik-provider; repeatable', collect, [])
    .option(
      '--level <levels>',
      'only statements of these levels: documented,inferred,observed',
      collectLevels,
    )
    .option('--tags <expression>', 'only scenarios whose tags match, and statements that have any', '')
    .option('--format <format>', formats.join(', '), oneOf(formats), 'text')
    .addHelpText(
      'after',
      `
Exit code: 0, or 2 where there is no such document or the expression does not parse.

Examples:
  $ ingress-conformance list --document kubernetes-ingress
  $ ingress-conformance list --level documented --format yaml
  $ ingress-conformance list --tags "@traefik-provider.namespaces.forms" --format json`,
    )
    .action(list);
}

async function list({ document, level, tags, format }: ListFlags): Promise<void> {
  const { loadCatalogue } = await import('../reports/catalogue/load.ts');
  const { formatListing, listSuite } = await import('../reports/listing.ts');
  const { createStyle } = await import('../reports/console/style.ts');
  const { featureFiles, refuseUnknownDocuments } = await import('./run-selection.ts');
  const catalogue = await loadCatalogue(featuresFolder);
  refuseUnknownDocuments(document, catalogue);
  const paths = await featureFiles(packageFolder, document);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(packageFolder, path), 'utf8') })),
  );
  const selects = tags === '' ? undefined : await selectedBy(tags, paths);
  const listing = listSuite(catalogue, files, { documents: document, levels: level ?? [], selects });
  process.stdout.write(formatListing(listing, format, createStyle(process.stdout, process.env)));
}

/** As cucumber selects scenarios, so that a list is what a run would be. */
async function selectedBy(
  tagExpression: string,
  paths: readonly string[],
): Promise<(scenario: ListedScenario) => boolean> {
  const { loadSources } = await import('@cucumber/cucumber/api');
  const { causeOf } = await import('./run-error.ts');
  try {
    const { plan } = await loadSources(
      { defaultDialect: 'en', paths: [...paths], names: [], tagExpression, order: 'defined' },
      { cwd: packageFolder },
    );
    const selected = new Set(plan.map(({ uri, location }) => `${uri}:${location.line}`));
    return ({ uri, line }) => selected.has(`${uri}:${line}`);
  } catch (error) {
    throw new Mistake(causeOf(error), { cause: error });
  }
}
