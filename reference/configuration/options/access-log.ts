import { namedValues, option, section } from '../schema.ts';
import { parseStatusRange } from '../status-range.ts';
import * as type from '../value-types.ts';

const fieldMode = type.oneOf('keep', 'drop');
const headerMode = type.oneOf('keep', 'drop', 'redact');

const statusRange: type.ValueType<string> = {
  ...type.text,
  name: 'status or range',
  parse: (input) =>
    parseStatusRange(input) === undefined
      ? type.invalid(input, 'is neither a status nor a range of them', 'Write such as 404 or 500-599.')
      : type.valid(input),
};

/** Undefined: requests are not logged. */
export const accessLog = section('optional', 'A line for every request.', {
  /** Undefined: standard output. */
  filePath: option({
    type: type.optionalText,
    default: undefined,
    description: 'File to append the lines to. Empty: standard output.',
    example: '/var/log/access.log',
  }),
  format: option({
    type: type.oneOf('common', 'json'),
    default: 'common',
    description: 'Common Log Format with fields of Traefik’s behind it, or one JSON object per line.',
    example: 'json',
  }),
  bufferingSize: option({
    type: type.integer(0, 100_000),
    default: 0,
    description:
      'Lines that are kept in memory, for a second at most, to be written together. 0: each is written as it comes.',
    example: '100',
  }),
  filters: section(
    'always',
    'Log only requests for which one of these holds; all of them where none is set.',
    {
      /** Each a status or a range of them. */
      statusCodes: option({
        type: { ...type.listOf('list of statuses', statusRange), numbersInList: true },
        default: [],
        description: 'The answer has one of these statuses, or one in these ranges.',
        example: '200,300-302',
      }),
      retryAttempts: option({
        type: type.boolean,
        default: false,
        description: 'The request was sent to a pod more than once.',
        example: 'true',
      }),
      /** Milliseconds; 0: not looked at. */
      minDuration: option({
        type: type.duration,
        default: 0,
        description: 'The request took longer than this.',
        example: '10ms',
      }),
    },
  ),
  fields: section('always', 'What a line in JSON holds.', {
    defaultMode: option({
      type: fieldMode,
      default: 'keep',
      description: 'What becomes of fields that have no mode of their own.',
      example: 'drop',
    }),
    names: namedValues({
      placeholder: 'NAME',
      type: fieldMode,
      description: 'Keep or drop this field.',
      example: 'drop',
    }),
    headers: section('always', 'Headers of requests and answers.', {
      defaultMode: option({
        type: headerMode,
        default: 'drop',
        description: 'What becomes of headers that have no mode of their own.',
        example: 'keep',
      }),
      names: namedValues({
        placeholder: 'NAME',
        type: headerMode,
        description: 'Keep this header, drop it, or put REDACTED in the place of its value.',
        example: 'redact',
      }),
    }),
  }),
});
