/**
 * A controller that runs in a cluster already: known by its IngressClass and its addresses, and left as it is. Nothing
 * can be asked of it but requests.
 */
import { classUnderTest } from '../cluster/kubeconfig-names.ts';
import type { PreparedDeployed } from '../settings.ts';
import type { Implementation, Running } from './implementation.ts';
import { optionsOf, type StaticConfiguration } from './static-configuration.ts';

/** What scenarios have of it, whatever they start. */
export function deployedImplementation(choice: PreparedDeployed): Implementation {
  const { ingressClass, controller, http, https, name, version } = choice;
  const running: Running = {
    address: (entryPoint) => ({ web: http, websecure: https })[entryPoint],
    dynamicConfiguration: () => Promise.reject(new Error('Nothing is known of its dynamic configuration.')),
    log: () => [],
    reopenLogs() {
      throw new Error('The controller is not one that the suite could send signals to.');
    },
    stop: async () => {},
  };
  return {
    name: name ?? (controller === '' ? ingressClass : controller),
    version: version ?? 'unknown',
    kind: 'deployed',
    capabilities: new Set(),
    ingressClass: {
      controller: controller || noController,
      annotation: ingressClass,
      ownName: classUnderTest,
    },
    addressGiven: choice.httpAddress !== undefined,
    documentOptions: new Map(),
    command: undefined,
    async start(configuration) {
      refuseOptions(configuration);
      return running;
    },
  };
}

/** Whom an IngressClass names where none of the cluster names the controller: an IngressClass has to name somebody. */
const noController = 'ingress-conformance.dev/none';

/** Behind which every scenario asks for the provider, which such a controller has on. */
const provider = 'providers.kubernetesingress';

function refuseOptions(configuration: StaticConfiguration): void {
  const set = [...optionsOf(configuration).keys()].find((option) => option !== provider);
  if (set === undefined) return;
  throw new Error(
    `This scenario sets the option ${set} of a controller that runs already, which its statement does not say that it requires.`,
  );
}
