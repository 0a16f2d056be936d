/** Of which Kubernetes version the cluster is. */
import { Given } from '@cucumber/cucumber';
import { reasonTooOld } from '../harness/applicability.ts';
import { notApplicable } from '../harness/findings.ts';
import type { ConformanceWorld } from './world.ts';

/** The step by which a scenario chooses the version itself. */
export const versionChoice = /^a Kubernetes \S+ cluster$/;

Given('a Kubernetes {version} cluster', function (this: ConformanceWorld, version: string) {
  this.session.useKubernetes(version);
});

/** Where it is older, the scenario is not applicable. */
Given('a cluster of Kubernetes {version} or later', function (this: ConformanceWorld, version: string) {
  const reason = reasonTooOld(this.settings.kubernetesVersion, version);
  if (reason === undefined) return undefined;
  const { body, mediaType } = notApplicable(reason);
  this.attach(body, mediaType);
  return 'skipped';
});
