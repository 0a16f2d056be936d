/** The files of one instance, each where the name of its place leads to. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConfigurationFile } from './static-configuration.ts';

export interface InstanceFolders {
  readonly workingDirectory: string;
  /** `$HOME`. */
  readonly home: string;
  /** `$XDG_CONFIG_HOME`. */
  readonly xdgConfigHome: string;
  /** Stands for `/etc/traefik`; there only where a file is to be in it. */
  readonly systemDirectory: string;
}

/** @param folder that of the instance alone */
export async function layOut(folder: string, files: readonly ConfigurationFile[]): Promise<InstanceFolders> {
  const folders: InstanceFolders = {
    workingDirectory: join(folder, 'work'),
    home: join(folder, 'home'),
    xdgConfigHome: join(folder, 'xdg'),
    systemDirectory: join(folder, 'etc'),
  };
  await mkdir(folders.workingDirectory, { recursive: true });
  for (const { path, text } of files) {
    const file = path
      .replace(/^\.\//, `${folders.workingDirectory}/`)
      .replace(/^\$HOME\//, `${folders.home}/`)
      .replace(/^\$XDG_CONFIG_HOME\//, `${folders.xdgConfigHome}/`)
      .replace(/^\/etc\/traefik\//, `${folders.systemDirectory}/`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return folders;
}
