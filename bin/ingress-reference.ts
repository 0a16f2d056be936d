#!/usr/bin/env node
/** The command `ingress-reference` as it is published: told apart from its own faults is a Node.js that is too old. */
import { runWithNode } from './node-version.ts';

runWithNode('ingress-reference', 1, () => import('../reference/main.ts'));
