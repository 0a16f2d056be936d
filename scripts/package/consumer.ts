/** A project of somebody else's, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { run } from './process.ts';
import { NotHere } from './steps.ts';

const project = join(import.meta.dirname, '..', '..');

/** What npm says where it reaches no registry. */
const unreachable =
  /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/;

export interface Consumer {
  /** @throws NotHere where no registry can be reached */
  install(tarball: string): Promise<true>;
  /** @throws Error where it ends with another exit code, or nothing that it prints matches */
  command(command: string, says: RegExp, exitCode: number): Promise<void>;
  /** Path of a Node.js on this machine that is older than the package allows. */
  olderNode(): string | undefined;
}

/** Makes the folder, with the examples of the documents in it, and what code stands in their text. */
export async function createConsumer(folder: string): Promise<Consumer> {
  const docs = join(project, 'docs');
  await cp(join(docs, 'examples'), folder, { recursive: true });
  const text = await readFile(join(docs, 'library.md'), 'utf8');
  for (const [index, [, code = '']] of [...text.matchAll(/^```ts\n(.*?)^```$/gms)].entries()) {
    await writeFile(join(folder, `library-${index + 1}.ts`), code);
  }
  const env = environment();
  return {
    async install(tarball) {
      const types = [
        `typescript@${await versionOf('typescript')}`,
        `@types/node@${await versionOf('@types/node')}`,
      ];
      try {
        await run(`npm install --prefer-offline --no-audit --no-fund "${tarball}" ${types.join(' ')}`, {
          cwd: folder,
          env,
        });
        return true;
      } catch (error) {
        const said = error instanceof Error ? error.message : '';
        const [reason] = unreachable.exec(said) ?? [];
        throw reason === undefined ? error : new NotHere(`no registry can be reached (${reason})`);
      }
    },
    async command(command, says, exitCode) {
      const { stdout, stderr } = await run(command, { cwd: folder, env, exitCode });
      if (![stdout, stderr].some((text) => says.test(text))) {
        throw new Error(`${command} should print ${says}, and printed\n${stdout}${stderr}`);
      }
    },
    olderNode: () =>
      folders()
        .map((path) => join(path, 'node'))
        .find(isOlder),
  };
}

/** As whoever has this Node.js and npm has it: nothing in it leads to this project's packages. */
function environment(): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD|NODE_TEST_CONTEXT|GITHUB_STEP_SUMMARY)/.test(
        name,
      ),
  );
  const path = [dirname(process.execPath), ...folders()].join(delimiter);
  return { ...Object.fromEntries(foreign), PATH: path };
}

function folders(): readonly string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => path !== '' && !path.includes('node_modules'));
}

function isOlder(path: string): boolean {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [major = 0] = (stdout ?? '').replace(/^v/, '').split('.').map(Number);
  return status === 0 && major > 0 && major < 22;
}

async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(join(project, 'node_modules', name, 'package.json'), 'utf8')).version;
}
