import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  answerOf,
  type InternalAnswer,
  type InternalService,
  pathOf,
  redirectTo,
  refusalOf,
  textAnswer,
} from './internal-answer.ts';

/** Beside this file's folder, in the source as in what is built of it. */
const folder = join(import.meta.dirname, '..', 'dashboard');

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Everything that is served; nothing else of the disk can be asked for. */
const files = [
  'index.html',
  'base.css',
  'frame.css',
  'list.css',
  'icon.svg',
  'main.js',
  'api.js',
  'elements.js',
  'list.js',
  'overview.js',
  'theme.js',
  'views.js',
];

/** Scripts and styles of its own alone, none of them inline: what others have named is never run. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/**
 * Serves the dashboard below `…/dashboard/`: static files that read the API beside it, at `…/api/`. Paths in it are
 * relative, so that it works behind any prefix.
 */
export function createDashboard(): InternalService {
  const assets = new Map<string, InternalAnswer>();
  return (request) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return refusal;
    const path = pathOf(request.target);
    if (path.endsWith('/dashboard')) return redirectTo('dashboard/');
    const [, name] = /\/dashboard\/([^/]*)$/.exec(path) ?? [];
    const file = name === '' ? 'index.html' : (name ?? '');
    if (!files.includes(file)) return textAnswer(404, '404 page not found');
    const asset = assets.get(file) ?? read(file);
    assets.set(file, asset);
    return asset;
  };
}

function read(file: string): InternalAnswer {
  const type = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return answerOf(200, type, readFileSync(join(folder, file)), ['Content-Security-Policy', policy]);
}
