import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOption } from './option-value.ts';
import { option } from './schema.ts';
import { duration } from './value-types.ts';

const origin = { kind: 'none' } as const;
const lock = { type: duration, default: 0, description: '', example: '' };

test('a wrong value is shown, unless the option is secret', () => {
  const raw = { kind: 'text', text: 'S3cr3t', origin } as const;
  const open = readOption(option(lock), raw);
  const secret = readOption(option({ ...lock, secret: true }), raw);
  assert.equal(open.kind === 'invalid' && open.reason, '"S3cr3t" is not a duration.');
  assert.equal(secret.kind === 'invalid' && secret.reason, 'Its value is not a duration.');
});
