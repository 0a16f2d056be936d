import { isAbsolute, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogOptions } from '../configuration/static-configuration.ts';
import { commonFormat } from './common-format.ts';

export interface Log {
  readonly logger: Logger;
  /** Opens the file, if there is one, anew: somebody may have moved it away. Where that fails, it goes on in the old one. */
  reopen(): void;
  /** Writes what is left and closes the file, if there is one. The output that was given stays open. */
  close(): void;
}

export interface LogInput {
  readonly options: LogOptions;
  /** Takes the lines where `options.filePath` is not set. */
  readonly output: Writable;
  /** Where a relative `filePath` starts. */
  readonly workingDirectory: string;
}

/**
 * Opens the log: a line per entry, as JSON or as `key=value` pairs, appended where it goes to a file.
 *
 * @throws Node's error where the file can't be opened
 */
export function openLog({ options, output, workingDirectory }: LogInput): Log {
  const file = options.filePath === undefined ? undefined : openFile(options.filePath, workingDirectory);
  const lines: DestinationStream = file ?? output;
  // A full disk must not stop the proxy: what can't be logged is lost.
  file?.on('error', () => {});
  const logger = pino(
    {
      level: levels[options.level],
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label === 'warn' ? 'warning' : label }) },
    },
    options.format === 'json' ? lines : commonFormat(lines),
  );
  return {
    logger,
    reopen() {
      try {
        file?.reopen();
      } catch (error) {
        logger.error(
          { err: error },
          'The log file could not be opened anew; the log goes on in the old one.',
        );
      }
    },
    close() {
      if (file === undefined) return;
      file.flushSync();
      file.end();
    },
  };
}

/** pino has no level above `fatal`, and nothing here ever panics. */
const levels: Readonly<Record<LogOptions['level'], string>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
  FATAL: 'fatal',
  PANIC: 'silent',
};

function openFile(path: string, workingDirectory: string): ReturnType<typeof pino.destination> {
  const dest = isAbsolute(path) ? path : resolve(workingDirectory, path);
  return pino.destination({ dest, append: true, mkdir: false, sync: true });
}
