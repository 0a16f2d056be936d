import type { Decoding } from './decode.ts';
import type { ConfigurationIssue } from './issues.ts';
import type { options } from './options.ts';
import type { StaticConfiguration } from './static-configuration.ts';

/** The file provider reads one file or one directory. */
export function checkFileProvider(
  { providers: { file } }: StaticConfiguration,
  { originOf }: Decoding<typeof options>,
): readonly ConfigurationIssue[] {
  if (file === undefined || (file.filename === '') !== (file.directory === '')) return [];
  const both = file.filename !== '';
  const option = both ? 'providers.file.directory' : 'providers.file';
  return [
    {
      option,
      origin: originOf(option),
      reason: both
        ? 'The file provider is given a filename and a directory, which exclude each other.'
        : 'The file provider is given neither a filename nor a directory.',
      remedy: both ? 'Keep one of the two.' : 'Give it one of the two, or take it out.',
      suggestion: undefined,
    },
  ];
}
