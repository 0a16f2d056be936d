import type { Origin } from './issues.ts';
import type { RawMap } from './raw.ts';

export interface FileContent {
  /** For messages. */
  readonly path: string;
  readonly text: string;
  /** How many values it may come to. */
  readonly mostNodes: number;
}

/** What a format makes of a file. */
export type FileReading =
  | { readonly kind: 'options'; readonly raw: RawMap }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly origin: Origin; readonly reason: string };
