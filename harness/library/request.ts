/** What a run is asked for by a program, and what it gives back. All of it but `signal` and `progress` is plain data. */
import type { Level } from '../../reports/catalogue/catalogue.ts';
import type {
  ConformanceReport,
  ExitCode,
  RunFormat,
  Shard,
  StatementResult,
  SuiteError,
} from '../../reports/index.ts';
import type { ClusterRequest, ImplementationRequest } from './target.ts';

/** Whatever is left out is as it is for the command `ingress-conformance run`, unless it says otherwise here. */
export interface RunRequest {
  /** Ids of documents, such as `traefik-provider`. Default: all. */
  readonly documents?: readonly string[];
  /** Levels of statements. Default: all. */
  readonly levels?: readonly Level[];
  /** A tag expression of cucumber's, such as `@traefik-provider.namespaces.forms`. Default: all scenarios. */
  readonly tags?: string;
  /** Regular expressions, one of which a scenario's name must match. Default: any. */
  readonly names?: readonly string[];
  /** Which part of what is selected by all others, counted from 1. Default: all of it. */
  readonly shard?: Shard;
  /** Scenarios at once. Default: one for each processor. */
  readonly parallel?: number;
  /** Default: `defined`. */
  readonly order?: 'defined' | 'random' | `random:${string}`;
  /** How often a scenario that failed is tried again, from 0 to 9. Default: 0. */
  readonly retries?: number;
  /** What every deadline is multiplied by, from 0.1 to 100. */
  readonly timeoutScale?: number;
  /** Of clusters whose version the scenario leaves open, such as `1.33`. Default: the newest that there is. */
  readonly kubernetesVersion?: string;
  /** What is checked. Default: the reference. */
  readonly implementation?: ImplementationRequest;
  /** Where it is checked. Default: `embedded`; for the implementation `deployed`, `kubeconfig`. */
  readonly cluster?: ClusterRequest;
  /** Folder of the reports; made if it is not there. Default: none is written. */
  readonly output?: string;
  /** The files to write into it. Default: `html`, `yaml`, `junit` and `messages`. */
  readonly formats?: readonly RunFormat[];
  /** Inferred and observed statements count for the outcome too. Default: documented ones alone. */
  readonly strict?: boolean;
  /** Path of an earlier `report.yaml`: only what got worse since counts for the outcome. */
  readonly baseline?: string;
  /**
   * Ends the run early; what is known by then is still reported, as a run that is incomplete. One that is aborted from
   * the beginning starts nothing.
   */
  readonly signal?: AbortSignal;
  /** Takes what the command would print, such as `process.stdout`. Default: nothing is printed. */
  readonly progress?: { write(text: string): unknown };
}

export interface RunResult {
  /**
   * `conforms`: every documented statement that was checked holds (with `strict` every statement, with `baseline` none
   * got worse). `deviates`: one does not. `incomplete`: the suite itself did not run as it should, `suiteErrors` say
   * why, and the verdicts are not the whole truth.
   */
  readonly outcome: 'conforms' | 'deviates' | 'incomplete';
  /** What the command would exit with: 0, 1 and 2 for these outcomes. */
  readonly exitCode: ExitCode;
  /** Every statement of every document with its verdict, its scenarios, and what explains their failures. */
  readonly report: ConformanceReport;
  /** The statements of the report in the order of the documents. */
  readonly statements: readonly StatementResult[];
  readonly suiteErrors: readonly SuiteError[];
  /** Absolute paths of what was written. */
  readonly files: Partial<Readonly<Record<RunFormat, string>>>;
}

/** A request as it travels to the process of the run. */
export type RunData = Omit<RunRequest, 'signal' | 'progress'>;
