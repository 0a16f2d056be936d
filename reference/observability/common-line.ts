import type { AccessLogOptions } from '../configuration/static-configuration.ts';
import type { RequestRecord } from '../proxy/observer.ts';
import { headerModes, headerValue, type RawHeaders, redacted } from './header-fields.ts';

/**
 * Makes lines of the Common Log Format with what Traefik adds: referrer, user agent, number of the request, router,
 * server, milliseconds. What a client has sent can't end its field or the line; headers that are dropped leave their
 * places empty.
 */
export function createCommonLine(
  options: AccessLogOptions['fields']['headers'],
): (record: RequestRecord, count: number) => string {
  const referrerOf = createReader(options, 'referer');
  const agentOf = createReader(options, 'user-agent');
  return (record, count) =>
    commonLine(record, count, referrerOf(record.requestHeaders), agentOf(record.requestHeaders));
}

/** Reads one header, as what is to become of it is settled here, once; the name in lower case. */
function createReader(
  options: AccessLogOptions['fields']['headers'],
  name: string,
): (headers: RawHeaders) => string | undefined {
  const mode = headerModes(options).get(name) ?? options.defaultMode;
  if (mode === 'drop') return () => undefined;
  if (mode === 'keep') return (headers) => headerValue(headers, name);
  return (headers) => (headerValue(headers, name) === undefined ? undefined : redacted);
}

function commonLine(
  record: RequestRecord,
  count: number,
  referrer: string | undefined,
  agent: string | undefined,
): string {
  const { client, start, method, target, status, responseSize, duration } = record;
  const request = `${method} ${target} HTTP/${client.httpVersion}`;
  const from = `${quoted(referrer)} ${quoted(agent)}`;
  const whereTo = `${quoted(record.router)} ${quoted(record.origin?.server)}`;
  return `${client.address} - - [${timestamp(start)}] ${quoted(request)} ${status} ${responseSize} ${from} ${count} ${whereTo} ${Math.round(duration)}ms`;
}

function quoted(text: string | undefined): string {
  return text === undefined || text === '' ? '"-"' : `"${escapeText(text)}"`;
}

function escapeText(text: string): string {
  return needsEscape.test(text) ? text.replace(escaped, escapeOne) : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const needsEscape = /["\\\x00-\x1f\x7f-\x9f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const escaped = /["\\\x00-\x1f\x7f-\x9f]/g;

function escapeOne(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Many requests share a second. */
let lastSecond = Number.NaN;
let lastText = '';

/** `10/Oct/2000:13:55:36 +0000`; of UTC. */
function timestamp(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second === lastSecond) return lastText;
  const iso = new Date(second * 1000).toISOString();
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  lastSecond = second;
  lastText = `${day}/${months[Number(month) - 1]}/${year}:${iso.slice(11, 19)} +0000`;
  return lastText;
}
