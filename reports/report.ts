/**
 * The result of a run, mapped back onto the documents: what `report.yaml` holds and the page shows.
 * Schema version `v1`; a change that a reader would notice is a new version.
 */
import type { Capability, KubernetesRange, Level } from './catalogue/catalogue.ts';

export interface ConformanceReport {
  readonly apiVersion: 'ingress-conformance.dev/v1';
  readonly kind: 'ConformanceReport';
  /** RFC 3339, when the run began. */
  readonly date: string;
  readonly durationMs: number;
  /** Version of this suite. */
  readonly suite: { readonly version: string };
  readonly implementation: {
    readonly name: string;
    readonly version: string;
    /** How it was run: `reference`, `command`, `deployed`, `custom`. */
    readonly kind: string;
    readonly capabilities: readonly Capability[];
  };
  readonly cluster: {
    /** `embedded`, `envtest`, `kubeconfig`. */
    readonly kind: string;
    /** Default Kubernetes version; a scenario may choose another where the cluster allows it. */
    readonly kubernetesVersion: string;
  };
  /** What of the suite was selected, as the user would repeat it; empty: all of it. */
  readonly selection: string;
  readonly scenarios: ScenarioCounts;
  readonly documents: readonly DocumentResult[];
}

export interface ScenarioCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * `holds`: at least one of its scenarios passed and none failed. `fails`: at least one failed.
 * `not-applicable`: it has scenarios, none of which could be run here. `not-covered`: it has none
 * (or none was selected for this run, see `reason`).
 */
export type Verdict = 'holds' | 'fails' | 'not-applicable' | 'not-covered';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

export interface DocumentResult {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly counts: Readonly<Record<Level, VerdictCounts>>;
  readonly sections: readonly SectionResult[];
}

export interface SectionResult {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly statements: readonly StatementResult[];
}

export interface StatementResult {
  readonly id: string;
  readonly text: string;
  readonly level: Level;
  readonly kubernetes: KubernetesRange;
  /** As in the catalogue: ids of statements that say otherwise, and what the document leaves open. */
  readonly contradicts: readonly string[];
  readonly note: string;
  readonly verdict: Verdict;
  /** Why it is not applicable or not covered; empty otherwise. */
  readonly reason: string;
  readonly scenarios: readonly ScenarioResult[];
}

export interface ScenarioResult {
  readonly name: string;
  /** The `Rule:` it stands under; empty where there is none. */
  readonly rule: string;
  /** Relative to the project: `features/traefik-provider/namespaces.feature`. */
  readonly uri: string;
  /** Of the scenario, or of the example row it was made from. */
  readonly line: number;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped; empty otherwise. */
  readonly reason: string;
  /** How often it was tried: 1, unless it failed and retries were asked for. */
  readonly attempts: number;
  /** It failed and passed within one run. Its status is then `failed`, unless retries may make up for a failure. */
  readonly flaky: boolean;
  /** Of the attempt shown, on the wall clock. */
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** What helps to understand a failure: the request and the answer, log lines, dynamic configuration. */
  readonly evidence: readonly Evidence[];
}

export interface StepResult {
  /** `Given`, `When`, `Then`, `And`, `But`, or the name of a hook that failed. */
  readonly keyword: string;
  readonly text: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'undefined' | 'ambiguous' | 'pending';
  readonly durationMs: number;
  /** Doc string or table as text; empty where there is none. */
  readonly argument: string;
  /** Message of the failure; empty otherwise. */
  readonly message: string;
}

export interface Evidence {
  readonly title: string;
  readonly text: string;
}
