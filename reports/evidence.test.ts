import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attachment, AttachmentContentEncoding } from '@cucumber/messages';
import { evidenceMediaType, notApplicableMediaType } from './attachments.ts';
import { evidenceCountLimit, evidenceLimit, evidenceOf, notApplicableReason } from './evidence.ts';

function attachment(mediaType: string, body: string): Attachment {
  return { mediaType, body, contentEncoding: AttachmentContentEncoding.IDENTITY };
}

function evidence(title: string, text: string): Attachment {
  return attachment(evidenceMediaType, JSON.stringify({ title, text }));
}

describe('evidence', () => {
  it('is read from attachments, in their order', () => {
    assert.deepEqual(
      evidenceOf([evidence('Request', 'GET /'), attachment('text/x.cucumber.log+plain', 'a line')]),
      [
        { title: 'Request', text: 'GET /' },
        { title: 'Log', text: 'a line' },
      ],
    );
  });

  it('is decoded', () => {
    const body = Buffer.from(JSON.stringify({ title: 'Grüße', text: 'ü' })).toString('base64');
    const encoded = { mediaType: evidenceMediaType, body, contentEncoding: AttachmentContentEncoding.BASE64 };
    assert.deepEqual(evidenceOf([encoded]), [{ title: 'Grüße', text: 'ü' }]);
  });

  it('is shown as it is where it has not the form it should', () => {
    for (const body of ['{', 'null', '{"title":"a"}', '{"title":1,"text":""}']) {
      assert.deepEqual(evidenceOf([attachment(evidenceMediaType, body)]), [
        { title: 'Evidence in an unknown form', text: body },
      ]);
    }
  });

  it('is no other kind of attachment', () => {
    assert.deepEqual(evidenceOf([attachment('image/png', 'x'), attachment(notApplicableMediaType, 'x')]), []);
  });

  it('is cut where it is long, and says how much is missing', () => {
    const [cut] = evidenceOf([evidence('Answer', 'x'.repeat(evidenceLimit + 5))]);
    assert.match(cut?.text ?? '', /^x+\n… 5 more characters/);
    assert.equal(cut?.text.indexOf('\n'), evidenceLimit);
    assert.equal(evidenceOf([evidence('Answer', 'x'.repeat(evidenceLimit))])[0]?.text.length, evidenceLimit);
  });

  it('is limited in number', () => {
    const many = Array.from({ length: evidenceCountLimit + 1 }, () => evidence('a', 'b'));
    assert.equal(evidenceOf(many).length, evidenceCountLimit);
  });
});

describe('the reason why a scenario is not applicable', () => {
  it('is what the attachments say, each once', () => {
    const reasons = ['no log ', 'no options', 'no log', ' '].map((text) =>
      attachment(notApplicableMediaType, text),
    );
    assert.equal(notApplicableReason([...reasons, evidence('a', 'b')]), 'no log; no options');
  });

  it('is empty where none does', () => {
    assert.equal(notApplicableReason([evidence('a', 'b')]), '');
  });
});
