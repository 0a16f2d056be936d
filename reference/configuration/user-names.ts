import type { UserNames } from './schema.ts';

/** What users may call things, and what to say where they call them otherwise. */
export const userNames: Readonly<Record<UserNames, { readonly pattern: RegExp; readonly remedy: string }>> = {
  // Another could not be written as a flag, or not be told from what stands behind it.
  'in flags': {
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
    remedy: 'Use letters, digits, hyphens and underscores.',
  },
  // `@` stands between a name and its provider.
  any: {
    pattern: /^[^@\s\p{Cc}]{1,253}$/u,
    remedy: 'Use at most 253 characters, and neither spaces nor @.',
  },
};

/** As flags and variables number the groups of a list: `domains[0].main`. */
export const numberOfGroup = /^\[\d+\]$/;
