/**
 * Checks passwords on a thread of its own: bcrypt takes a tenth of a second and more on purpose, and nothing else
 * is to wait for it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { compareSync } from 'bcryptjs';
import type { PasswordCheck } from './password-checker.ts';

// Its declarations speak of a default export, which the module does not have.
const apacheMd5: (password: string, hash: string) => string = createRequire(import.meta.url)('apache-md5');

parentPort?.on('message', (check: PasswordCheck) => {
  parentPort?.postMessage(isRight(check));
});

function isRight({ password, hash }: PasswordCheck): boolean {
  try {
    if (hash.startsWith('$2')) return compareSync(password, hash);
    if (hash.startsWith('$apr1$')) return areEqual(apacheMd5(password, hash), hash);
    return areEqual(`{SHA}${createHash('sha1').update(password).digest('base64')}`, hash);
  } catch {
    return false;
  }
}

function areEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
