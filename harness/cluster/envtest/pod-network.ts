/** Addresses for pods, out of a range that belongs to this machine. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Mistake } from '../../mistake.ts';

/** The smallest range that has addresses for a scenario's pods. */
const leastHostBits = 4;

/**
 * Checks that pods can listen in the range, as in `10.200.0.0/24`.
 *
 * @throws Mistake where it is none, where an API server refuses its addresses, or where they are not this machine's
 */
export async function checkPodRange(text: string): Promise<void> {
  const { first, size } = parse(text);
  for (const index of [1, size - 2]) await tryAddress(addressAt(first, index), text);
}

/** What one of several workers gives to its pods, so that none is in another's way; in turn, again and again. */
export function podAddresses(text: string, worker: number, workers: number): () => string {
  const { first, size } = parse(text);
  // Neither the network's own address nor that of everybody in it.
  const hosts = size - 2;
  const own = Math.floor((hosts - worker + workers - 1) / workers);
  let given = 0;
  return () => addressAt(first, 1 + worker + (given++ % own) * workers);
}

interface Range {
  /** As a number. */
  readonly first: number;
  readonly size: number;
}

function parse(text: string): Range {
  if (!ipaddr.IPv4.isValidCIDR(text)) {
    throw new Mistake(
      `"${text}" is no range of IPv4 addresses for pods: give --pod-cidr as in 10.200.0.0/24.`,
    );
  }
  const [, bits] = ipaddr.IPv4.parseCIDR(text);
  const network = ipaddr.IPv4.networkAddressFromCIDR(text);
  if (network.range() === 'loopback' || network.range() === 'linkLocal' || network.range() === 'multicast') {
    throw new Mistake(
      `An API server takes no ${network.range()} addresses such as ${text} for Endpoints: give another --pod-cidr, as in 10.200.0.0/24.`,
    );
  }
  if (32 - bits < leastHostBits) {
    throw new Mistake(
      `--pod-cidr ${text} has too few addresses for pods: give a range of /${32 - leastHostBits} or larger.`,
    );
  }
  const first = network.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
  return { first, size: 2 ** (32 - bits) };
}

function addressAt(first: number, index: number): string {
  const number = first + index;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

async function tryAddress(address: string, range: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(0, address);
    await once(server, 'listening');
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Mistake(
      `Pods can't listen on ${address} of --pod-cidr ${range}: it is no address of this machine${cause}. In a network namespace of your own, "ip addr add ${range} dev lo" makes all of them; see docs/clusters.md.`,
    );
  } finally {
    server.close();
  }
}
