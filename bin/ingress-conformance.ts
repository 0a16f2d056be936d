#!/usr/bin/env node
/** The command `ingress-conformance` as it is published: told apart from its own faults is a Node.js that is too old. */
import { runWithNode } from './node-version.ts';

runWithNode('ingress-conformance', 2, () => import('../harness/command.ts'));
