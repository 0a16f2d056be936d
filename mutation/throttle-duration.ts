/** Faults in how often changes of the cluster take effect. */
import type { Mutation } from './mutations.ts';

const duration = 'reference/configuration/duration.ts';
const provider = 'reference/kubernetes-provider.ts';
const throttle = 'reference/throttle.ts';
const valueTypes = 'reference/configuration/value-types.ts';

const throttleDuration = (statement: string) => `traefik-provider.throttle-duration.${statement}`;

export const throttleDurationMutations: readonly Mutation[] = [
  {
    fault: 'throttleDuration is not looked at',
    file: provider,
    find: 'interval: options.throttleDuration,',
    replace: 'interval: 0,',
    breaks: [
      throttleDuration('forms'),
      throttleDuration('spacing'),
      throttleDuration('merged'),
      throttleDuration('seconds'),
      throttleDuration('go-duration'),
    ],
  },
  {
    fault: 'without the option there is a throttle all the same',
    file: provider,
    find: 'interval: options.throttleDuration,',
    replace: 'interval: options.throttleDuration || 600,',
    breaks: [throttleDuration('unset')],
  },
  {
    fault: 'a quarter of the duration is enough',
    file: provider,
    find: 'interval: options.throttleDuration,',
    replace: 'interval: options.throttleDuration / 4,',
    breaks: [throttleDuration('merged')],
  },
  {
    fault: 'what comes within the duration is lost',
    file: throttle,
    find: '      else cancel = clock.schedule(start, wait);',
    replace: '',
    breaks: [throttleDuration('last-state'), throttleDuration('merged'), throttleDuration('seconds')],
  },
  {
    fault: 'one object is taken at a time',
    file: provider,
    find: '    const objects = pending;\n    pending = new Set();',
    replace:
      '    const objects = latest === undefined ? pending : new Set([...pending].slice(0, 1));\n    pending = latest === undefined ? new Set() : new Set([...pending].slice(1));\n    if (pending.size > 0) setImmediate(() => throttle.request());',
    breaks: [throttleDuration('merged')],
  },
  {
    fault: 'a number without a unit counts milliseconds',
    file: duration,
    find: '    return Number(text) * 1000 || 0;',
    replace: '    return Number(text) || 0;',
    breaks: [throttleDuration('seconds')],
  },
  {
    fault: 'milliseconds are read as minutes',
    file: duration,
    find: `['ms', 1],`,
    replace: `['ms', 60_000],`,
    breaks: [throttleDuration('go-duration'), throttleDuration('last-state')],
  },
  {
    fault: 'hours are read as milliseconds',
    file: duration,
    find: `['h', 3_600_000],`,
    replace: `['h', 1],`,
    breaks: [throttleDuration('go-duration'), throttleDuration('forms')],
  },
  {
    fault: 'negative durations are taken',
    file: valueTypes,
    find: 'if (milliseconds < 0) {',
    replace: 'if (milliseconds === -1) {',
    breaks: [throttleDuration('invalid')],
  },
];
