#!/usr/bin/env node
/** The command `ingress-reference`: the only place that touches the process. */
import { ConfigurationError } from './configuration/issues.ts';
import { type Loaded, loadStaticConfiguration } from './configuration/load.ts';
import { run, version } from './controller.ts';
import type { Reference, ReferenceInput } from './index.ts';
import { StartError } from './start-error.ts';

/** Of a process that a signal ended, as shells have it: 128 and the signal's number. */
const interrupted = 130;

// A reader of the log that goes away must not take the proxy with it.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.on('uncaughtException', (error) => {
  fail(`A fault in ingress-reference itself: ${error.stack ?? error.message}`);
});

await main();

async function main(): Promise<void> {
  const stopRequested = stopSignal();
  const input: ReferenceInput = {
    arguments: process.argv.slice(2),
    environment: process.env,
    workingDirectory: process.cwd(),
    output: process.stdout,
  };
  const loaded = await orFail(loadStaticConfiguration(input));
  if (loaded.kind !== 'run') {
    process.stdout.write(textFor(loaded));
    return;
  }
  const reference: Reference = await orFail(run(loaded, input));
  // As Traefik does, so that logrotate works with it.
  process.on('SIGUSR1', () => reference.reopenLogs());
  await stopRequested;
  await reference.stop();
  process.exit(0);
}

function textFor(loaded: Exclude<Loaded, { readonly kind: 'run' }>): string {
  return loaded.kind === 'help' ? loaded.text : `ingress-reference ${version}\n`;
}

/** Resolves at the first SIGTERM or SIGINT. Whoever sends SIGINT again does not want to wait. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let interrupts = 0;
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => {
      interrupts++;
      if (interrupts > 1) process.exit(interrupted);
      resolve();
    });
  });
}

/** A mistake of the user's ends in its message alone, anything else with its stack. */
async function orFail<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof StartError) fail(error.message);
    throw error;
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
