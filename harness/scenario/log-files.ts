/** Files that an implementation logs to, below the scenario's own folder, `${files}`. */
import assert from 'node:assert/strict';
import { readFile, rename } from 'node:fs/promises';
import { shows } from './api-documents.ts';
import { eventually } from './deadline.ts';
import type { Session } from './session.ts';

/** By and by some line of the file matches. */
export async function expectLine(session: Session, path: string, pattern: RegExp): Promise<void> {
  await eventually(
    () => linesOf(session, path),
    (lines) => lines.some((line) => pattern.test(line)),
    (lines) => `Expected a line of ${path} to match ${pattern}, but it has:\n${lines.slice(-20).join('\n')}`,
  );
}

/** By and by some line of the file is JSON that shows all of `expected`: see `shows`. */
export async function expectJsonLine(session: Session, path: string, expected: unknown): Promise<void> {
  await eventually(
    () => linesOf(session, path),
    (lines) => lines.some((line) => shows(parsed(line), expected)),
    (lines) =>
      `Expected a line of ${path} with ${JSON.stringify(expected)}, but it has:\n${lines.slice(-20).join('\n')}`,
  );
}

/** Of the lines that are there now. What was logged before one that is there, is there too. */
export async function expectNoLine(session: Session, path: string, word: string): Promise<void> {
  const found = (await linesOf(session, path)).filter((line) => line.includes(word));
  assert.deepEqual(found, [], `There should be no line with ${word}.`);
}

/** The lines of JSON about requests for that target are there, and have none of the keys. */
export async function expectKeysMissing(
  session: Session,
  path: string,
  target: string,
  keys: readonly string[],
): Promise<void> {
  const lines = (await linesOf(session, path))
    .map(parsed)
    .filter((line) => shows(line, { RequestPath: target }));
  assert.ok(lines.length > 0, `There is no line of ${target}.`);
  for (const line of lines) {
    const found = Object.keys(line ?? {}).filter((key) => keys.includes(key));
    assert.deepEqual(found, [], `The line has ${found.join(', ')}: ${JSON.stringify(line)}`);
  }
}

export async function moveFile(session: Session, from: string, to: string): Promise<void> {
  await rename(await pathOf(session, from), await pathOf(session, to));
}

/** Without the last one, where it is not complete; none where there is no file. */
async function linesOf(session: Session, path: string): Promise<readonly string[]> {
  const text = await readFile(await pathOf(session, path), 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

function parsed(line: string): object | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function pathOf(session: Session, path: string): Promise<string> {
  return session.access.values.inText(`\${files}/${path}`);
}
