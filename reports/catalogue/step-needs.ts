/**
 * Which steps ask something of the implementation, or of its cluster, that not every one offers. What the steps of a
 * scenario need, its statements have to require: where that is missing, the scenario would fail for what it is not
 * about.
 */
import type { Capability } from './catalogue.ts';
import type { StepUse } from './features.ts';

/** What a step needs, in no order. What it says is taken as it is written, with the placeholders of outlines. */
export function needsOf({ text, argument }: StepUse): ReadonlySet<Capability> {
  const needed = new Set<Capability>();
  for (const [pattern, capability] of ofSteps) if (pattern.test(text)) needed.add(capability);
  for (const [pattern, capability] of ofValues) {
    if (pattern.test(text) || pattern.test(argument)) needed.add(capability);
  }
  return needed;
}

type Need = readonly [RegExp, Capability];

const ofSteps: readonly Need[] = [
  ...each('options', [
    /^the provider option /,
    /^the static configuration\b/,
    /^the configuration file /,
    /^the flags:/,
    /^the environment variables:/,
    /^the controller runs as a process\b/,
    // Those of the file provider.
    /^the dynamic configuration(:|, as| is changed)/,
    /^a router for the Service /,
    /^the ConfigMap mounted /,
    /^an ACME server$/,
    // Every controller has one for HTTP and one for HTTPS, which scenarios call so.
    /\bentry point "(?!web"|websecure")/,
  ]),
  ...each('log', [
    /^the log /,
    /^each line of the log /,
    /^an error names /,
    / is reported in the log /,
    // What it says instead of starting.
    /^it (says|does not say) "/,
  ]),
  ...each('dynamic-configuration', [
    /^the API (shows|gives) /,
    /^(the \S+ "[^"]*"|no \S+) is shown to have /,
    /^there (is|are) .*\b(router|routers|service|services)\b/,
    /^the dynamic configuration has /,
    /^each service of the provider /,
  ]),
  ...each('lifecycle', [
    /^a second controller starts\b/,
    /^the (\S+ )?controller (stops|has ended)$/,
    /^the controller is told to /,
    /^the controller runs /,
    /^the controller refuses to start\b/,
    /^(the client connects to )?the process\b/,
    // It is on this machine, as clients are.
    / with the name of this machine$/,
    / has received the header "[^"]*" with "127\.0\.0\.1"$/,
  ]),
  ...each('request-log', [
    / have been read as /,
    / have never been asked for$/,
    /^each of these was asked for /,
    /^the controller has asked for /,
    /^every request was made as /,
    /^the status of .* has been written /,
    /^nothing but .* has been written$/,
    /^the write of the status .* has met /,
    /^the pauses between requests /,
    /^the API server has answered /,
    /^the log names a request /,
  ]),
  ...each('kubernetes-version', [/^a Kubernetes \S+ cluster$/, /^the cluster is upgraded /]),
  ...each('faults', [
    /^the API server (is away|is well again|goes|comes|loses|cuts|forgets|ends|answers)\b/,
    /^the traffic goes on without the API server$/,
    /^the controller is in the middle of writing /,
  ]),
  ...each('api-server', [
    /^the API server (serves HTTPS|accepts|no longer accepts|holds, unchecked|is connected to)\b/,
    /^the controller (may do|is granted) in /,
    /^the controller runs in a pod$/,
    /^a client certificate of the user /,
    /^(another|the other) cluster\b/,
    /^a cluster behind kubectl proxy$/,
    /^the cluster is upgraded /,
    / a cluster IP that answers$/,
  ]),
  ...each('name-servers', [/^a name server /, /^the name "[^"]*" gets /]),
  ...each('pod-control', [
    /^(the|a|no) pods?\b.* (has|have) (not )?received /,
    /, or the pod has received /,
    /^a pod of the Service .* comes to receive /,
    /^the pod has (a request|no connection left)$/,
    /^the pod (answers|sends the event|goes on with)\b/,
    /^(\S+ pods?|the pods) of the Service \S+ dies?$/,
    /^the pods of the Service \S+ (are spoken to|are asked|were asked|were shown|keep) /,
    /^\S+ requests? of the pods (was|were) cancelled$/,
    / that its pod holds back$/,
    /^the answer is that of (the|a) pod\b/,
    /^a wire to the pod /,
  ]),
  ...each('default-class', [/^the default IngressClass /]),
];

/** Wherever they stand: values of run time (see steps/README.md), and names of what only options bring about. */
const ofValues: readonly Need[] = [
  ...each('api-server', [/\$\{(cluster|other|proxy)\./]),
  ...each('options', [/@file\b/, /\brouter\.entrypoints: /i]),
];

function each(capability: Capability, patterns: readonly RegExp[]): readonly Need[] {
  return patterns.map((pattern) => [pattern, capability]);
}
