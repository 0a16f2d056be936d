import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue, Statement } from './catalogue.ts';
import { type ParsedDocument, parseDocumentFile } from './document.ts';
import { CatalogueError, type Issue } from './issue.ts';
import { nearest } from './nearest.ts';
import { indexStatements } from './statements.ts';

export { CatalogueError } from './issue.ts';

/**
 * Reads `<featuresFolder>/<document>/document.yaml` of every document, in the order of the folders' names.
 *
 * @throws CatalogueError with everything that is wrong, each with file, line and remedy.
 */
export async function loadCatalogue(featuresFolder: string): Promise<Catalogue> {
  const files = await readDocuments(featuresFolder);
  const parsed = files.map(({ file, folder, text }) => ({
    file,
    ...parseDocumentFile(file, folder, text),
  }));
  const catalogue: Catalogue = {
    documents: parsed.map(({ document }) => document).filter((document) => document !== undefined),
  };
  const issues = parsed.flatMap((document) => [
    ...document.issues,
    ...checkContradictions(document, catalogue),
  ]);
  if (issues.length > 0) throw new CatalogueError(issues);
  return catalogue;
}

interface DocumentFile {
  readonly file: string;
  readonly folder: string;
  readonly text: string;
}

async function readDocuments(featuresFolder: string): Promise<readonly DocumentFile[]> {
  const folders = (await readFolder(featuresFolder)).sort();
  const files: DocumentFile[] = [];
  for (const folder of folders) {
    const file = join(featuresFolder, folder, 'document.yaml');
    const text = await readFile(file, 'utf8').catch(asUndefinedWhereMissing);
    if (text !== undefined) files.push({ file, folder, text });
  }
  if (files.length === 0) {
    throw new CatalogueError([
      {
        file: featuresFolder,
        line: 1,
        problem: 'there is no document',
        remedy: 'name the folder that holds <document>/document.yaml',
      },
    ]);
  }
  return files;
}

async function readFolder(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(asUndefinedWhereMissing)) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

function asUndefinedWhereMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** A contradiction is between documents, and both sides say so: a reader may come from either. */
function checkContradictions(
  parsed: ParsedDocument & { readonly file: string },
  catalogue: Catalogue,
): Issue[] {
  const index = indexStatements(catalogue);
  const issues: Issue[] = [];
  const statements = parsed.document?.sections.flatMap((section) => section.statements) ?? [];
  for (const statement of statements) {
    for (const id of statement.contradicts) {
      const fault = contradictionFault(statement, id, index.get(id)?.statement, index.keys());
      if (fault) issues.push({ file: parsed.file, line: parsed.lines.get(statement.id) ?? 1, ...fault });
    }
  }
  return issues;
}

function contradictionFault(
  statement: Statement,
  id: string,
  other: Statement | undefined,
  known: Iterable<string>,
): Pick<Issue, 'problem' | 'remedy'> | undefined {
  if (!other) {
    const guess = nearest(id, known);
    return {
      problem: `"${statement.id}" contradicts "${id}", which does not exist`,
      remedy: guess ? `write "${guess}"` : 'name a statement of another document',
    };
  }
  if (documentOf(id) === documentOf(statement.id)) {
    return {
      problem: `"${statement.id}" contradicts "${id}" of its own document`,
      remedy: 'correct one of the two: a document is not at odds with itself',
    };
  }
  if (!other.contradicts.includes(statement.id)) {
    return {
      problem: `"${statement.id}" contradicts "${id}", which does not say so in turn`,
      remedy: `add "${statement.id}" to its contradicts`,
    };
  }
  return undefined;
}

function documentOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}
