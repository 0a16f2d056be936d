/** How Traefik's majors spell what scenarios say: each a profile. */

export const dialectNames = ['traefik-v2', 'traefik-v3'] as const;

export type DialectName = (typeof dialectNames)[number];
