import type { IngressPathView, IngressView } from './api/view.ts';
import type { ConfigurationPart } from './dynamic/configuration.ts';
import type { Ingress, IngressBackend } from './kubernetes/objects.ts';
import type { Derivation } from './provider/derivation.ts';

/** Made when somebody looks, once for each derivation. */
const made = new WeakMap<Derivation, readonly IngressView[]>();

/** Every Ingress that the provider has seen and what it made of it, by namespace and name. */
export function ingressViews(derivation: Derivation): readonly IngressView[] {
  const known = made.get(derivation);
  if (known !== undefined) return known;
  const routers = routersByIngress(derivation.parts);
  const views = [
    ...derivation.processed.map((ingress) => viewOf(ingress, routers.get(keyOf(ingress.metadata)) ?? [])),
    ...derivation.unprocessed.map(({ ingress, reason }) => viewOf(ingress, [], reason)),
  ].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  made.set(derivation, views);
  return views;
}

function routersByIngress(parts: readonly ConfigurationPart[]): ReadonlyMap<string, readonly string[]> {
  const routers = new Map<string, string[]>();
  for (const { ingress, http } of parts) {
    if (ingress === undefined) continue;
    const key = keyOf(ingress);
    const names = Object.keys(http.routers).map((name) => `${name}@kubernetes`);
    routers.set(key, [...(routers.get(key) ?? []), ...names]);
  }
  return routers;
}

function viewOf(ingress: Ingress, routers: readonly string[], ignored?: string): IngressView {
  const { metadata, ingressClassName, defaultBackend, rules, tls, loadBalancer } = ingress;
  const { namespace, name, creationTimestamp, annotations } = metadata;
  const paths: IngressPathView[] = rules.flatMap(({ host, paths }) =>
    paths.map(({ path, pathType, backend }) => ({ host, path, pathType: pathType ?? '', ...shown(backend) })),
  );
  if (defaultBackend !== undefined)
    paths.push({ host: '', path: '', pathType: '', ...shown(defaultBackend) });
  return {
    namespace,
    name,
    created: creationTimestamp,
    class: ingressClassName ?? annotations['kubernetes.io/ingress.class'] ?? '',
    paths,
    tls,
    addresses: loadBalancer.flatMap(({ ip, hostname }) => [ip, hostname].filter((one) => one !== undefined)),
    routers,
    ignored,
  };
}

function shown(backend: IngressBackend): Pick<IngressPathView, 'backend' | 'service'> {
  if (backend.kind === 'resource') return { backend: `${backend.resourceKind}/${backend.name}`, service: '' };
  const { name, port } = backend;
  return { backend: `${name}:${port.kind === 'number' ? port.number : port.name}`, service: name };
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
