import { exec } from 'node:child_process';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Default: 0. */
  readonly exitCode?: number;
}

/** No command of this kind takes longer, however slow the machine. */
const timeoutMs = 5 * 60_000;

/**
 * Runs a line of a shell.
 *
 * @throws Error with all that it printed, where it ends with another exit code
 */
export function run(command: string, { cwd, env, exitCode: expected = 0 }: RunOptions): Promise<Ended> {
  const options = { cwd, env, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    exec(command, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : (error.code ?? -1);
      if (exitCode === expected) resolve({ exitCode, stdout, stderr });
      else reject(new Error(`${command} ended with exit code ${exitCode}\n${stdout}${stderr}`));
    });
  });
}
