import type { DynamicConfiguration, Router, Service, TlsCertificate } from './configuration.ts';

/** One configuration of several parts. Where parts share a name, or a certificate's origin, the first one counts. */
export function mergeParts(parts: Iterable<DynamicConfiguration>): DynamicConfiguration {
  const routers = new Map<string, Router>();
  const services = new Map<string, Service>();
  const certificates = new Map<string, TlsCertificate>();
  for (const { http, tls } of parts) {
    for (const [name, router] of Object.entries(http.routers)) addMissing(routers, name, router);
    for (const [name, service] of Object.entries(http.services)) addMissing(services, name, service);
    for (const certificate of tls.certificates) addMissing(certificates, certificate.origin, certificate);
  }
  return {
    http: { routers: Object.fromEntries(routers), services: Object.fromEntries(services) },
    tls: { certificates: [...certificates.values()] },
  };
}

function addMissing<T>(target: Map<string, T>, name: string, value: T): void {
  if (!target.has(name)) target.set(name, value);
}
