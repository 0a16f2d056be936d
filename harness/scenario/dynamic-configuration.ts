/** The dynamic configuration of a scenario: one file, which the file provider is told of. */
import { stringify } from 'yaml';
import type { Session } from './session.ts';

/** As the file provider tells formats apart. */
export type DynamicForm = 'YAML' | 'TOML';

const names: Readonly<Record<DynamicForm, string>> = { YAML: 'dynamic.yml', TOML: 'dynamic.toml' };

/**
 * Writes the file, or puts another text in its place at one stroke. The options of the provider are added where the
 * scenario does not give them itself.
 */
export async function setDynamicConfiguration(
  session: Session,
  text: string,
  form: DynamicForm = 'YAML',
): Promise<void> {
  session.addOptions({ providers: { file: { filename: `\${files}/${names[form]}` } } });
  await session.access.setFile(names[form], text);
}

/** A dynamic configuration with one router: for the Service's pod, with that rule. */
export async function setRule(session: Session, service: string, rule: string): Promise<void> {
  const http = {
    routers: { [service]: { rule, service } },
    services: { [service]: { loadBalancer: { servers: [{ url: `\${pod.${service}}` }] } } },
  };
  await setDynamicConfiguration(session, stringify({ http }));
}
