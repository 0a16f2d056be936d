/**
 * Folders of the harness in the place of the system's, for one program alone: in a mount namespace of its own
 * (mount_namespaces(7)). Nothing changes for anybody else.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Mount {
  /** Absolute path; made where it is not there. */
  readonly at: string;
  /** What is to be found there. */
  readonly folder: string;
}

const run = promisify(execFile);

/** Whoever is not root becomes it within the namespace, so as to be allowed to mount. */
const unshare = ['unshare', '--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];

/**
 * Its arguments: a folder for what it needs itself, pairs of a place and a folder, `--`, and the program. A place that
 * is not there can't be made where it would lie, since that is the system's: what lies there is put aside and linked
 * to from an empty folder in its place.
 */
const script = `
set -e
aside=$1
shift
while [ "$1" != -- ]; do
  if [ ! -d "$1" ]; then
    above=$1
    while [ ! -d "$above" ]; do above=$(dirname "$above"); done
    above=$(readlink -f "$above")
    kept=$aside$above
    mkdir -p "$kept"
    mount --rbind "$above" "$kept"
    mount -t tmpfs tmpfs "$above"
    for entry in "$kept"/* "$kept"/.[!.]*; do
      if [ -e "$entry" ] || [ -L "$entry" ]; then ln -s "$entry" "$above/"; fi
    done
    mkdir -p "$1"
  fi
  mount --bind "$2" "$1"
  shift 2
done
shift
exec "$@"
`;

/** The command that runs the program so. @param aside a folder with nothing in it */
export function withMounts(
  command: readonly string[],
  mounts: readonly Mount[],
  aside: string,
): readonly string[] {
  const places = mounts.flatMap(({ at, folder }) => [at, folder]);
  return [...unshare, 'sh', '-c', script, 'sh', aside, ...places, '--', ...command];
}

let mountable: Promise<boolean> | undefined;

/** Whether this machine lets programs have such namespaces; found out once. */
export function canMount(): Promise<boolean> {
  mountable ??= tryMount();
  return mountable;
}

async function tryMount(): Promise<boolean> {
  const [file = '', ...args] = [
    ...unshare,
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /tmp && mount --bind /tmp /tmp',
  ];
  try {
    await run(file, args);
    return true;
  } catch {
    return false;
  }
}
