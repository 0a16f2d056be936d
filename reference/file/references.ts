import { resolve } from 'node:path';
import { readLimited } from './read-limited.ts';

/** What an option holds that is the name of a file, or what would stand in it. */
export type Referenced =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'unreadable';
      /** One sentence; holds nothing that may be a secret. */
      readonly reason: string;
      readonly remedy: string;
    };

/** Reads the files that a dynamic configuration names; relative ones from the working directory, as Traefik does. */
export interface References {
  /** The path that a name stands for. */
  locate(name: string): string;
  file(name: string): Promise<Referenced>;
  /** PEM, or the name of a file that holds it. */
  pem(nameOrContent: string): Promise<Referenced>;
}

const largestFile = 1024 * 1024;

export function createReferences(workingDirectory: string): References {
  const locate = (name: string): string => resolve(workingDirectory, name);
  const file = async (name: string): Promise<Referenced> => {
    const path = locate(name);
    const content = await readLimited(path, largestFile);
    if (content.kind === 'content') return { kind: 'text', text: content.bytes.toString() };
    const reason = `The file ${path} ${content.reason}.`;
    return { kind: 'unreadable', reason, remedy: 'Name a file that this process may read.' };
  };
  return {
    locate,
    file,
    pem: async (nameOrContent) => {
      if (nameOrContent.includes('-----BEGIN')) return { kind: 'text', text: nameOrContent };
      // Whatever this is, it is no name, and could be a part of a key.
      if (!/^[^\p{Cc}]{1,1024}$/u.test(nameOrContent)) {
        const reason = 'It is neither the name of a file nor PEM.';
        return { kind: 'unreadable', reason, remedy: 'Write the path of a file, or PEM.' };
      }
      return file(nameOrContent);
    },
  };
}
