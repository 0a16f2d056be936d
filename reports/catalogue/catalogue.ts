/**
 * The catalogue: what each document says, as statements that can be false. Written by hand in
 * `features/<document>/document.yaml`; this is its shape once loaded and checked.
 */

/** How sure the document makes us, surest first; `docs/catalogue.md` draws the line between them. */
export const levels = ['documented', 'inferred', 'observed'] as const;

export type Level = (typeof levels)[number];

/**
 * What an implementation (or the cluster it runs in) must offer for a statement to be checked, with the words
 * for a reader of the report. Where one is missing the verdict is "not applicable", never "holds".
 */
export const capabilities = {
  options: 'its static options can be set for a scenario',
  'dynamic-configuration': 'its dynamic configuration can be read (`/api/rawdata`)',
  log: 'its log can be read',
  lifecycle: 'it can be started, stopped and signalled by a scenario; several instances at once',
  'request-log': 'the cluster tells which requests the implementation made',
  'kubernetes-version': "the cluster can be of a version of the scenario's choosing",
  faults: "the cluster's API server can be made to fail",
  'api-server':
    "the cluster's API server is the suite's own: it chooses how it is secured, and what it holds",
  'name-servers': 'the name servers that it asks can be given',
  'pod-control':
    "pods are processes of the suite's own: they tell what they have received, and hold back or break off answers",
  'default-class': 'an IngressClass can be marked as the default of the whole cluster',
} as const;

export type Capability = keyof typeof capabilities;

/** First and last Kubernetes minor version, inclusive, as `1.18`; undefined: no bound. */
export interface KubernetesRange {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface Statement {
  /** `<document>.<section>.<what>`, each part of `[a-z0-9-]`; also the tag of its scenarios, with `@` before it. */
  readonly id: string;
  /** One sentence that can be false, in our own words. */
  readonly text: string;
  readonly level: Level;
  readonly kubernetes: KubernetesRange;
  readonly requires: readonly Capability[];
  /** Ids of statements of other documents that say otherwise. */
  readonly contradicts: readonly string[];
  /** Why the level is not `documented`, or what the document leaves open; empty where nothing needs saying. */
  readonly note: string;
}

export interface Section {
  /** `[a-z0-9-]`; also the name of its feature file: `features/<document>/<section>.feature`. */
  readonly id: string;
  /** The document's heading; sub-headings joined by ` / `. */
  readonly title: string;
  /** Absolute URL with the heading's anchor. */
  readonly link: string;
  readonly statements: readonly Statement[];
}

export interface Document {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly sections: readonly Section[];
}

export interface Catalogue {
  readonly documents: readonly Document[];
}
