/** IngressClasses of a scenario, and the classes that Ingresses come to have. */
import { changeObject, ingressClassManifest, type NamedObject, referenceTo } from './objects.ts';
import type { Session } from './session.ts';

type IngressName = Pick<NamedObject, 'namespace' | 'name'>;

/** Named the class before there were IngressClasses. */
const classAnnotation = 'kubernetes.io/ingress.class';

const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

export async function addClass(session: Session, name: string, controller: string): Promise<void> {
  const cluster = await session.cluster();
  await cluster.apply(ingressClassManifest(cluster.kubernetesVersion, name, controller));
}

/** An IngressClass that the API server gives to Ingresses which name none when they are created. */
export async function addDefaultClass(session: Session, name: string, controller: string): Promise<void> {
  const cluster = await session.cluster();
  const ingressClass = ingressClassManifest(cluster.kubernetesVersion, name, controller);
  const annotations = { [defaultAnnotation]: 'true' };
  await cluster.apply({ ...ingressClass, metadata: { ...ingressClass.metadata, annotations } });
}

export async function annotateWithClass(
  session: Session,
  ingress: IngressName,
  value: string,
): Promise<void> {
  const annotations = { [classAnnotation]: value };
  await changeObject(await session.cluster(), { kind: 'Ingress', ...ingress }, [
    ['metadata.annotations', annotations],
  ]);
}

/** The IngressClass that the Ingress names; undefined where it names none. Throws where there is no such Ingress. */
export async function classOf(
  session: Session,
  { namespace, name }: IngressName,
): Promise<string | undefined> {
  const cluster = await session.cluster();
  const ingress = await cluster.read(
    referenceTo(cluster.kubernetesVersion, { kind: 'Ingress', namespace, name }),
  );
  if (ingress === undefined) throw new Error(`There is no Ingress ${namespace}/${name}.`);
  return (ingress.spec as { readonly ingressClassName?: string }).ingressClassName;
}
