/** A resolver with an authority, a clock and a storage that do what a test says. */
import { pino } from 'pino';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { FakeClock } from '../fake-clock.fixture.ts';
import { readCertificate } from '../tls/certificate.ts';
import type { WantedCertificate } from './demand.ts';
import { type Domains, keyOf, namesOf } from './domains.ts';
import { FakeAuthority } from './fake-authority.fixture.ts';
import { renewalPlan } from './renewal.ts';
import { Resolver } from './resolver.ts';
import type { StoredCertificate } from './storage-format.ts';

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Nobody else has a certificate for any name. */
export const nowhere = () => Number.NEGATIVE_INFINITY;

export function wanted(main: string, ...sans: string[]): WantedCertificate {
  const domains: Domains = { main, sans };
  return {
    resolver: 'le',
    domains,
    key: keyOf(domains),
    wantedBy: { kind: 'Router', namespace: '', name: main },
  };
}

export class ResolverScene {
  readonly clock = new FakeClock();
  readonly authority: FakeAuthority;
  /** What has been stored, each time. */
  readonly saved: (readonly StoredCertificate[])[] = [];
  /** Why nothing can be stored. */
  saving: Error | undefined;
  /** How often the resolver has told that something is different. */
  changes = 0;

  constructor() {
    this.clock.pass(Date.parse('2026-01-01'));
    this.authority = new FakeAuthority(this.validFrom(0, 90 * day));
  }

  resolverWith(certificates: readonly StoredCertificate[] = []): Resolver {
    return new Resolver({
      name: 'le',
      authority: this.authority,
      plan: renewalPlan(2160),
      certificates,
      save: async (all) => {
        if (this.saving !== undefined) throw this.saving;
        this.saved.push(all);
      },
      clock: this.clock,
      logger: pino({ enabled: false }),
      changed: () => {
        this.changes++;
      },
    });
  }

  /** From so many milliseconds after now, and for so many. */
  validFrom(from: number, length: number) {
    const notBefore = new Date(this.clock.now() + from);
    return { notBefore, notAfter: new Date(notBefore.getTime() + length) };
  }

  async storedFor(domains: Domains, from: number, length: number): Promise<StoredCertificate> {
    const authority = await createCertificateAuthority();
    const pair = await authority.issue({ hosts: namesOf(domains), ...this.validFrom(from, length) });
    const reading = readCertificate(pair.certificate, pair.privateKey, 'le');
    if (reading.kind === 'unusable') throw new Error(reading.reason);
    return { domains, certificate: reading.certificate };
  }

  async changed(times: number): Promise<void> {
    while (this.changes < times) await turn();
  }

  async ordered(times: number): Promise<void> {
    while (this.authority.orders.length < times) await turn();
  }

  /** Orders begin at once: none has begun that has not begun by now. */
  async settle(): Promise<void> {
    for (let quiet = 0, seen = this.changes; quiet < 20; quiet++) {
      await turn();
      if (this.changes !== seen) [quiet, seen] = [0, this.changes];
    }
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
