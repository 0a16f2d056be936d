/** The real `kubectl proxy`, where this machine has kubectl. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export interface KubectlProxy {
  /** Plain HTTP, of 127.0.0.1. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function hasKubectl(): Promise<boolean> {
  try {
    await promisify(execFile)('kubectl', ['version', '--client']);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when it serves. `home` takes what kubectl keeps. */
export async function startKubectlProxy(kubeconfig: string, home: string): Promise<KubectlProxy> {
  const child = spawn('kubectl', ['proxy', '--port=0', `--kubeconfig=${kubeconfig}`], {
    env: { PATH: process.env.PATH, HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    const [address] = /127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address === undefined) continue;
    return {
      url: `http://${address}`,
      async stop() {
        child.kill();
        await ended;
      },
    };
  }
  await ended;
  throw new Error('kubectl proxy ended before it said where it serves.');
}
