import { type Attachment, AttachmentContentEncoding } from '@cucumber/messages';
import { evidenceMediaType, notApplicableMediaType } from './attachments.ts';
import type { Evidence } from './report.ts';

/** Characters of one piece of evidence that a report keeps; an answer from a pod can be of any length. */
export const evidenceLimit = 16_384;

/** Pieces of evidence that a report keeps for one scenario. */
export const evidenceCountLimit = 20;

const logMediaType = 'text/x.cucumber.log+plain';

/** The evidence among a scenario's attachments, in their order, within the limits. */
export function evidenceOf(attachments: readonly Attachment[]): readonly Evidence[] {
  return attachments.flatMap(parseEvidence).slice(0, evidenceCountLimit).map(withinLimit);
}

/** Why the scenario is not applicable; empty where no attachment says so. */
export function notApplicableReason(attachments: readonly Attachment[]): string {
  return attachments
    .filter((attachment) => attachment.mediaType === notApplicableMediaType)
    .map((attachment) => bodyOf(attachment).trim())
    .filter((reason, index, all) => reason !== '' && all.indexOf(reason) === index)
    .join('; ');
}

function parseEvidence(attachment: Attachment): readonly Evidence[] {
  const body = bodyOf(attachment);
  switch (attachment.mediaType) {
    case evidenceMediaType:
      return [parseEvidenceBody(body)];
    case logMediaType:
    case 'text/plain':
      return [{ title: 'Log', text: body }];
    default:
      return [];
  }
}

function parseEvidenceBody(body: string): Evidence {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isEvidence(parsed)) {
      return { title: parsed.title, text: parsed.text };
    }
  } catch {
    // Told below: a finding must not be lost because it is in the wrong form.
  }
  return { title: 'Evidence in an unknown form', text: body };
}

function isEvidence(value: unknown): value is Evidence {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    typeof value.title === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

function withinLimit(evidence: Evidence): Evidence {
  const beyond = evidence.text.length - evidenceLimit;
  return beyond <= 0
    ? evidence
    : {
        title: evidence.title,
        text: `${evidence.text.slice(0, evidenceLimit)}\n… ${beyond} more characters, whole in messages.ndjson`,
      };
}

function bodyOf(attachment: Attachment): string {
  return attachment.contentEncoding === AttachmentContentEncoding.BASE64
    ? Buffer.from(attachment.body, 'base64').toString('utf8')
    : attachment.body;
}
