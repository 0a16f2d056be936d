import type { Router, TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress, IngressBackend, IngressRule } from '../kubernetes/objects.ts';
import type { Mistake } from './annotation-schema.ts';
import { type IngressAnnotations, ingressAnnotations } from './annotations.ts';
import type { BackendReference, Resolution } from './backend.ts';
import { readCertificates } from './certificates.ts';
import type { DeriveOptions } from './derivation.ts';
import { classProblem, reasonNotProcessed } from './ingress-class.ts';
import { normaliseName, ruleSuffix } from './names.ts';
import type { ObjectReader } from './object-reader.ts';
import { annotationField, ingressProblem } from './problems.ts';
import {
  everything,
  isRoutableHost,
  type PathMatching,
  pathPriority,
  patternMistake,
  ruleText,
} from './rule-text.ts';

/** What one Ingress comes to, before names are settled among all of them. */
export interface Fragment {
  readonly ingress: Ingress;
  /** Undefined: it belongs to this controller. */
  readonly notProcessed: string | undefined;
  readonly routers: readonly RouterDraft[];
  /** The router for what nothing else takes, where the Ingress is a default backend. */
  readonly defaultRouter: DefaultRouterDraft | undefined;
  readonly certificates: readonly TlsCertificate[];
  readonly problems: readonly Problem[];
}

export interface RouterDraft {
  /** Unique in the Ingress. */
  readonly name: string;
  readonly router: Omit<Router, 'service'>;
  readonly backend: BackendReference;
  /** Where in the Ingress it comes from. */
  readonly field: string;
}

export interface DefaultRouterDraft {
  readonly router: Omit<Router, 'service'>;
  /** Undefined where it can't be resolved: the place of the default backend is taken all the same. */
  readonly backend: BackendReference | undefined;
}

/** What deriving an Ingress needs of the world. */
export interface Sources {
  readonly reader: ObjectReader;
  readonly options: DeriveOptions;
  /** Resolves a backend; `role` says what for. */
  resolve(reference: BackendReference, role: 'route' | 'default'): Resolution;
}

/** The lowest 32-bit integer: below every priority that a rule's length gives. */
const defaultPriority = -(2 ** 31);

/** For one host what nothing else takes: before what is for all hosts, and a name before a wildcard. */
const hostDefaultPriority = { wildcard: defaultPriority + 1, name: defaultPriority + 2 };

export function deriveIngress(ingress: Ingress, sources: Sources): Fragment {
  const notProcessed = reasonNotProcessed(ingress, sources.reader, sources.options);
  if (notProcessed !== undefined) {
    const problem = classProblem(ingress, sources.reader, sources.options);
    return { ingress, notProcessed, ...nothing, problems: problem === undefined ? [] : [problem] };
  }
  const read = ingressAnnotations(ingress);
  if (read.kind === 'mistaken') {
    const problems = read.mistakes.map((mistake) => annotationMistake(ingress, mistake));
    return { ingress, notProcessed, ...nothing, problems };
  }
  const draft = new IngressDraft(ingress, read.annotations, sources);
  for (const [index, rule] of ingress.rules.entries()) draft.addRule(rule, `spec.rules[${index}]`);
  draft.addDefaultBackend();
  const { certificates, problems } = readCertificates(ingress, sources.reader);
  return {
    ingress,
    notProcessed,
    routers: draft.namedRouters(),
    defaultRouter: draft.defaultRouter,
    certificates,
    problems: [...draft.problems, ...problems],
  };
}

const nothing = { routers: [], defaultRouter: undefined, certificates: [] };

/** Routed otherwise than it says, an Ingress might let in whom it means to keep out: it is not served at all. */
function annotationMistake(ingress: Ingress, { annotation, reason, remedy }: Mistake): Problem {
  const { namespace, name } = ingress.metadata;
  const sentence = `The annotation ${annotation} of the Ingress ${namespace}/${name} ${reason}.`;
  return ingressProblem(ingress, annotationField(annotation), sentence, remedy);
}

/** Every object that a fragment was made from is read through `sources`; this collects what comes of them. */
class IngressDraft {
  readonly problems: Problem[] = [];
  defaultRouter: DefaultRouterDraft | undefined;
  readonly #routers = new Map<string, RouterDraft>();
  readonly #ingress: Ingress;
  readonly #annotations: IngressAnnotations;
  readonly #sources: Sources;

  constructor(ingress: Ingress, annotations: IngressAnnotations, sources: Sources) {
    this.#ingress = ingress;
    this.#annotations = annotations;
    this.#sources = sources;
  }

  addRule(rule: IngressRule, field: string): void {
    if (!isRoutableHost(rule.host)) {
      this.#error(
        `${field}.host`,
        `${JSON.stringify(rule.host)} is not a host name.`,
        'Write a DNS name, with `*` for its first label at most.',
      );
      return;
    }
    if (rule.paths.length === 0) {
      this.#warn(
        `${field}.http`,
        'The rule has no paths, so that it routes nothing.',
        'Give it a path, or remove it.',
      );
    }
    for (const [index, path] of rule.paths.entries()) {
      this.#addPath(rule.host, path, `${field}.http.paths[${index}]`);
    }
  }

  addDefaultBackend(): void {
    const { defaultBackend, rules } = this.#ingress;
    if (defaultBackend === undefined) return;
    if (rules.length > 0 && !this.#sources.options.strictPrefixMatching) {
      this.#warn(
        'spec.defaultBackend',
        'The default backend is not used, since the Ingress has rules as well.',
        'Move it to an Ingress without rules, or set the option strictPrefixMatching.',
      );
      return;
    }
    const backend = this.#resolve(defaultBackend, 'default', 'spec.defaultBackend');
    this.defaultRouter = {
      router: { ...this.#routerOptions(), rule: everything, priority: defaultPriority },
      backend,
    };
    if (backend !== undefined) this.#addHostDefaults(backend);
  }

  /** What comes for a host of its rules is the Ingress' own, whoever has the default backend for all others. */
  #addHostDefaults(backend: BackendReference): void {
    const hosts = new Set(this.#ingress.rules.map(({ host }) => host));
    for (const host of hosts) {
      if (host === '' || !isRoutableHost(host)) continue;
      const rule = ruleText(host, { path: '', pathType: undefined }, this.#pathMatching());
      if (this.#routers.has(rule)) continue;
      if (this.#sources.resolve(backend, 'route').kind === 'unresolved') continue;
      const priority = hostDefaultPriority[host.startsWith('*.') ? 'wildcard' : 'name'];
      const { namespace, name } = this.#ingress.metadata;
      this.#routers.set(rule, {
        name: normaliseName(`${namespace}-${name}-${host}-default-backend`),
        router: { ...this.#routerOptions(), rule, priority },
        backend,
        field: 'spec.defaultBackend',
      });
    }
  }

  /** Routers whose hosts and paths differ in punctuation alone get a suffix, each of them. */
  namedRouters(): RouterDraft[] {
    const count = new Map<string, number>();
    for (const { name } of this.#routers.values()) count.set(name, (count.get(name) ?? 0) + 1);
    return [...this.#routers.values()].map((draft) =>
      count.get(draft.name) === 1
        ? draft
        : { ...draft, name: `${draft.name}-${ruleSuffix(draft.router.rule)}` },
    );
  }

  #addPath(host: string, path: IngressRule['paths'][number], field: string): void {
    if (path.path !== '' && !path.path.startsWith('/')) {
      this.#error(`${field}.path`, `${JSON.stringify(path.path)} is not a path.`, 'Start it with a slash.');
      return;
    }
    const mistake = patternMistake(path);
    if (mistake !== undefined) {
      this.#error(
        `${field}.path`,
        `${mistake}.`,
        'Correct the pattern, or use pathType Exact or Prefix to mean the braces.',
      );
      return;
    }
    const rule = ruleText(host, path, this.#pathMatching());
    if (this.#routers.has(rule)) {
      this.#warn(
        field,
        'An earlier path of the Ingress has the same host, path and type.',
        'Remove one of the two.',
      );
      return;
    }
    const backend = this.#resolve(path.backend, 'route', `${field}.backend`);
    if (backend === undefined) return;
    const { namespace, name } = this.#ingress.metadata;
    this.#routers.set(rule, {
      name: normaliseName(`${namespace}-${name}-${host}${path.path}`),
      router: { ...this.#routerOptions(this.#priorityOf(host, path)), rule },
      backend,
      field,
    });
  }

  #resolve(backend: IngressBackend, role: 'route' | 'default', field: string): BackendReference | undefined {
    if (backend.kind === 'resource') {
      this.#error(
        `${field}.resource`,
        `Backends of kind ${backend.resourceKind} are not supported.`,
        'Name a Service as the backend.',
      );
      return undefined;
    }
    const reference = { namespace: this.#ingress.metadata.namespace, name: backend.name, port: backend.port };
    const resolution = this.#sources.resolve(reference, role);
    if (resolution.kind === 'resolved') return reference;
    const place = resolution.field === '' ? `${field}.service` : `${field}.service.${resolution.field}`;
    this.#error(place, resolution.reason, resolution.remedy);
    return undefined;
  }

  #pathMatching(): PathMatching {
    const { pathMatcher } = this.#annotations;
    return { pathMatcher, strictPrefixMatching: this.#sources.options.strictPrefixMatching };
  }

  /** An annotation of 0 is as none. */
  #priorityOf(host: string, path: IngressRule['paths'][number]): number | undefined {
    const { priority } = this.#annotations;
    return priority || (pathPriority(host, path, this.#pathMatching()) ?? priority);
  }

  #routerOptions(priority?: number): Omit<Router, 'service' | 'rule'> {
    const { entryPoints, middlewares, tls } = this.#annotations;
    return {
      ...(entryPoints !== undefined && { entryPoints }),
      ...(middlewares !== undefined && { middlewares }),
      ...(priority !== undefined && { priority }),
      ...(tls !== undefined && { tls }),
    };
  }

  #error(field: string, reason: string, remedy: string): void {
    this.problems.push(ingressProblem(this.#ingress, field, reason, remedy));
  }

  #warn(field: string, reason: string, remedy: string): void {
    this.problems.push(ingressProblem(this.#ingress, field, reason, remedy, 'warning'));
  }
}
