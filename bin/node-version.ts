/**
 * What keeps an older Node.js from failing somewhere within, in words that say nothing to a user. Such a version
 * reads this file too, so that it is written in what all of them know.
 */
import { readFileSync } from 'node:fs';

/**
 * Loads a program where this Node.js is one that `engines` of the package allows; otherwise says so in one line.
 *
 * @param failure exit code of the latter
 */
export function runWithNode(command: string, failure: number, load: () => Promise<unknown>): void {
  const reason = reasonTooOld(process.versions.node, requiredVersions());
  if (reason === undefined) {
    void load();
    return;
  }
  process.stderr.write(`${command}: ${reason}\n`);
  process.exitCode = failure;
}

/**
 * Why a version of Node.js can't run the commands; undefined where it can.
 *
 * @param required as `engines` has it: `>=22.22`
 */
export function reasonTooOld(version: string, required: string): string | undefined {
  const least = required.replace(/^>=\s*/, '');
  if (isAtLeast(numbersOf(version), numbersOf(least))) return undefined;
  return `this needs Node.js ${least} or later, and was started with ${version} (${process.execPath}). Install a newer one.`;
}

/** Beside the sources and in the build alike, a folder above this one. */
function requiredVersions(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node;
}

function numbersOf(version: string): readonly number[] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return [major, minor, patch];
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (const [index, number] of least.entries()) {
    const own = version[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}
