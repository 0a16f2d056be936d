import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';

/** A logger, and what it has logged: `error: message`. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      const { level, msg } = JSON.parse(String(chunk)) as { level: number; msg: string };
      lines.push(`${pino.levels.labels[level]}: ${msg}`);
      done();
    },
  });
  return { logger: pino({ level: 'debug' }, sink), lines };
}
