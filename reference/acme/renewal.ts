/** When certificates are renewed (Traefik's ACME page, `certificatesDuration`). */
import { createHash } from 'node:crypto';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface RenewalPlan {
  /** How long before its end a certificate is renewed, milliseconds. */
  readonly period: number;
  /** Least time between two certificates for the same names, milliseconds. */
  readonly interval: number;
}

/** The first whose duration is not longer than that of the certificates. */
const plans: readonly (RenewalPlan & { readonly duration: number })[] = [
  { duration: 365 * day, period: 120 * day, interval: 7 * day },
  { duration: 90 * day, period: 30 * day, interval: day },
  { duration: 30 * day, period: 10 * day, interval: 12 * hour },
  { duration: 7 * day, period: day, interval: hour },
  { duration: day, period: 6 * hour, interval: 10 * minute },
];

/** For those that are shorter than all of these. */
const shortest: RenewalPlan = { period: 20 * minute, interval: minute };

/** @param certificatesDuration hours */
export function renewalPlan(certificatesDuration: number): RenewalPlan {
  return plans.find(({ duration }) => certificatesDuration * hour >= duration) ?? shortest;
}

export interface Validity {
  /** ISO 8601, as is `notAfter`. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly fingerprint: string;
}

/**
 * From when on the certificate is due for renewal, milliseconds since 1970. Certificates that end together are
 * spread over an interval; one that is shorter than the plan expects is renewed once an interval, not at once.
 */
export function renewalTime({ notBefore, notAfter, fingerprint }: Validity, plan: RenewalPlan): number {
  const due = Math.max(Date.parse(notAfter) - plan.period, Date.parse(notBefore) + plan.interval);
  return due + spread(fingerprint) * plan.interval;
}

/** From 0 to 1; the same for the same text, so that asking again does not put anything off. */
export function spread(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
