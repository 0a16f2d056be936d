import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian has it. */
const path = '/usr/bin/chromium';

/** Why nothing can be tested in a browser here; undefined where it can. */
export const noChromium: string | undefined = existsSync(path) ? undefined : `There is no ${path}.`;

/** It has to be closed. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    // Nothing but what the test serves is loaded, so that no sandbox is missed where the system has none for us.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}
