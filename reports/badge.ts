import { checked, countsOf } from './page/words.ts';
import type { ConformanceReport } from './report.ts';
import type { SuiteError } from './suite-error.ts';
import { escapeXml } from './xml.ts';

const label = 'ingress conformance';

const colours = { holds: '#17693f', fails: '#b3261e', unknown: '#636b78' } as const;

/**
 * `badge.svg`: how many of the documented statements that were checked hold, as a picture for a README. It needs
 * nothing from elsewhere.
 */
export function formatBadge(report: ConformanceReport, suiteErrors: readonly SuiteError[]): string {
  const { text, colour } = message(report, suiteErrors);
  const [left, right] = [widthOf(label), widthOf(text)];
  const title = escapeXml(`${label}: ${text}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="round"><rect width="${left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="${left}" height="20" fill="#3a4350"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
${textAt(label, left / 2, left)}
${textAt(text, left + right / 2, right)}
</g>
</svg>
`;
}

function message(
  report: ConformanceReport,
  suiteErrors: readonly SuiteError[],
): { readonly text: string; readonly colour: string } {
  const documented = countsOf(report, 'documented');
  if (suiteErrors.length > 0 || checked(documented) === 0) {
    return { text: 'unknown', colour: colours.unknown };
  }
  return {
    text: `${documented.holds} of ${checked(documented)} hold`,
    colour: documented.fails > 0 ? colours.fails : colours.holds,
  };
}

/** The length is given, so that the text fills its place in whichever of the fonts there is. */
function textAt(text: string, x: number, width: number): string {
  return `<text x="${x}" y="14" textLength="${width - padding}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;
}

const padding = 12;

/** In pixels, of text of this size in Verdana: near enough, since the text is fitted to it. */
function widthOf(text: string): number {
  return Math.round(text.length * 6.4) + padding;
}
