import { spawn } from 'node:child_process';

/** Starts a program that outlives this process, and tells of it where there is none. */
export type Launch = (command: string, args: readonly string[], failed: (reason: string) => void) => void;

/**
 * Shows a file in whatever the user's desktop shows it in. Where there is no desktop, nothing is lost but that: the
 * reason goes to `failed`.
 */
export function openFile(
  path: string,
  platform: NodeJS.Platform,
  failed: (reason: string) => void,
  launch: Launch = launchDetached,
): void {
  launch(programs[platform] ?? 'xdg-open', [path], failed);
}

// None of them is a shell, to which characters of the path would mean something.
const programs: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'open',
  win32: 'explorer.exe',
};

function launchDetached(command: string, args: readonly string[], failed: (reason: string) => void): void {
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.once('error', (error) => failed(error.message));
  child.unref();
}
