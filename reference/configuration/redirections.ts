import type { Decoding } from './decode.ts';
import type { ConfigurationIssue } from './issues.ts';
import type { options } from './options.ts';
import type { StaticConfiguration } from './static-configuration.ts';
import { nearest } from './suggestion.ts';

/** The port that `redirections.entryPoint.to` gives in the form `:port`; undefined: it names an entry point. */
export function redirectionPort(to: string): string | undefined {
  return /^:(\d{1,5})$/.exec(to)?.[1];
}

/** Redirections have to lead somewhere. */
export function checkRedirections(
  { entryPoints }: StaticConfiguration,
  { originOf }: Decoding<typeof options>,
): readonly ConfigurationIssue[] {
  const names = Object.keys(entryPoints);
  return Object.entries(entryPoints).flatMap(([name, { http }]) => {
    const to = http.redirections?.entryPoint?.to;
    if (to === undefined || names.includes(to) || isPort(Number(redirectionPort(to)))) return [];
    const option = `entryPoints.${name}.http.redirections.entryPoint.to`;
    return {
      option,
      origin: originOf(option),
      reason: `${JSON.stringify(to)} is neither an entry point nor a port.`,
      remedy: `Name one of ${names.join(', ')}, or write a port such as :443.`,
      suggestion: nearest(to, names),
    };
  });
}

function isPort(port: number): boolean {
  return port > 0 && port <= 65_535;
}
