/** The programs of a real control plane, found as controller-runtime's envtest finds them. */
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../../mistake.ts';

export interface Assets {
  /** Absolute paths. */
  readonly etcd: string;
  readonly kubeApiServer: string;
}

const defaultFolder = '/usr/local/kubebuilder/bin';

/**
 * Those that `TEST_ASSET_ETCD` and `TEST_ASSET_KUBE_APISERVER` name, each else in the folder of `KUBEBUILDER_ASSETS`.
 *
 * @throws Mistake where one is missing or no program, with what to install
 */
export function findAssets(environment: NodeJS.ProcessEnv): Assets {
  const folder = environment.KUBEBUILDER_ASSETS ?? '';
  const find = (name: string, variable: string): string => {
    const named = environment[variable] ?? '';
    const path = named !== '' ? named : join(folder !== '' ? folder : defaultFolder, name);
    const source = named !== '' ? variable : folder !== '' ? 'KUBEBUILDER_ASSETS' : undefined;
    const problem = problemOf(path);
    if (problem === undefined) return path;
    throw new Mistake(
      `The program ${name} ${problem}: ${path}${source === undefined ? '' : `, as ${source} says`}. "setup-envtest use -p path" of controller-runtime installs it and prints the folder for KUBEBUILDER_ASSETS.`,
    );
  };
  return {
    etcd: find('etcd', 'TEST_ASSET_ETCD'),
    kubeApiServer: find('kube-apiserver', 'TEST_ASSET_KUBE_APISERVER'),
  };
}

function problemOf(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return 'is not a file';
  } catch {
    return 'is not there';
  }
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return 'cannot be executed';
  }
}
