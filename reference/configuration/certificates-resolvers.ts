import type { Decoding } from './decode.ts';
import type { ConfigurationIssue } from './issues.ts';
import type { options } from './options.ts';
import type { StaticConfiguration } from './static-configuration.ts';
import { nearest } from './suggestion.ts';

/** What concerns several options of a resolver, or its entry point. */
export function checkCertificatesResolvers(
  { certificatesResolvers, entryPoints }: StaticConfiguration,
  { originOf }: Decoding<typeof options>,
): readonly ConfigurationIssue[] {
  const issues: ConfigurationIssue[] = [];
  const report = (option: string, reason: string, remedy: string, suggestion?: string): void => {
    issues.push({ option, origin: originOf(option), reason, remedy, suggestion });
  };
  for (const [name, { acme }] of Object.entries(certificatesResolvers)) {
    const option = `certificatesResolvers.${name}`;
    if (acme === undefined) {
      report(option, 'It says nothing of where certificates come from.', 'Set options of its acme.');
      continue;
    }
    const { httpChallenge, tlsChallenge, eab } = acme;
    if (httpChallenge === undefined && tlsChallenge === undefined) {
      const remedy = 'Set httpChallenge.entryPoint, or tlsChallenge.';
      report(`${option}.acme`, 'It has no challenge to show control of names by.', remedy);
    }
    if (httpChallenge !== undefined && !Object.hasOwn(entryPoints, httpChallenge.entryPoint)) {
      const names = Object.keys(entryPoints);
      report(
        `${option}.acme.httpChallenge.entryPoint`,
        `There is no entry point ${JSON.stringify(httpChallenge.entryPoint)}.`,
        `Define it, or name one of ${names.join(', ')}.`,
        nearest(httpChallenge.entryPoint, names),
      );
    }
    for (const part of ['kid', 'hmacEncoded'] as const) {
      if (eab !== undefined && eab[part] === '') {
        const remedy = 'Set both kid and hmacEncoded, as the authority has given them.';
        report(`${option}.acme.eab.${part}`, 'It is needed, but missing.', remedy);
      }
    }
  }
  return issues;
}
