/**
 * What kind of content bytes are, as browsers guess it: https://mimesniff.spec.whatwg.org/, section 7. As Go's
 * `DetectContentType` does, which Traefik's documents lead to, it looks at the first 512 bytes and always has an answer.
 */

/** Bytes that are looked at. */
const sniffedLength = 512;

export function sniffContentType(content: Buffer): string {
  const bytes = content.subarray(0, sniffedLength);
  const text = skipWhiteSpace(bytes).toString('latin1');
  if (isHtml(text)) return 'text/html; charset=utf-8';
  if (text.startsWith('<?xml')) return 'text/xml; charset=utf-8';
  const whole = bytes.toString('latin1');
  for (const [start, type] of signatures) if (beginsLike(whole, start)) return type;
  return isBinary(bytes) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}

/** Tags that begin documents; what follows them must end the name. */
const html =
  /^<(?:!DOCTYPE HTML|HTML|HEAD|SCRIPT|IFRAME|H1|DIV|FONT|TABLE|A|STYLE|TITLE|B|BODY|BR|P|!--)(?=[ >])/i;

function isHtml(text: string): boolean {
  return html.test(text) || text.startsWith('<!--');
}

/** Of sections 6 and 7.1: how content begins, as latin1, with `*` for any byte. */
const signatures: readonly (readonly [start: string, type: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['%!PS-Adobe-', 'application/postscript'],
  ['\xfe\xff', 'text/plain; charset=utf-16be'],
  ['\xff\xfe', 'text/plain; charset=utf-16le'],
  ['\xef\xbb\xbf', 'text/plain; charset=utf-8'],
  ['\0\0\x01\0', 'image/x-icon'],
  ['\0\0\x02\0', 'image/x-icon'],
  ['BM', 'image/bmp'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['RIFF****WEBPVP', 'image/webp'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['FORM****AIFF', 'audio/aiff'],
  ['ID3', 'audio/mpeg'],
  ['OggS\0', 'application/ogg'],
  ['MThd\0\0\0\x06', 'audio/midi'],
  ['RIFF****AVI ', 'video/avi'],
  ['RIFF****WAVE', 'audio/wave'],
  ['****ftypmp4', 'video/mp4'],
  ['****ftypisom', 'video/mp4'],
  ['****ftypavc1', 'video/mp4'],
  ['\x1a\x45\xdf\xa3', 'video/webm'],
  ['wOFF', 'font/woff'],
  ['wOF2', 'font/woff2'],
  ['\0\x01\0\0', 'font/ttf'],
  ['OTTO', 'font/otf'],
  ['ttcf', 'font/collection'],
  ['\x1f\x8b\x08', 'application/x-gzip'],
  ['PK\x03\x04', 'application/zip'],
  ['Rar!\x1a\x07\0', 'application/x-rar-compressed'],
  ['Rar!\x1a\x07\x01\0', 'application/x-rar-compressed'],
  ['\0asm', 'application/wasm'],
];

function beginsLike(content: string, start: string): boolean {
  if (content.length < start.length) return false;
  for (let at = 0; at < start.length; at++) {
    if (start[at] !== '*' && start[at] !== content[at]) return false;
  }
  return true;
}

function skipWhiteSpace(bytes: Buffer): Buffer {
  const at = bytes.findIndex((byte) => ![0x09, 0x0a, 0x0c, 0x0d, 0x20].includes(byte));
  return at === -1 ? bytes.subarray(bytes.length) : bytes.subarray(at);
}

/** Bytes that no text has. */
function isBinary(bytes: Buffer): boolean {
  return bytes.some(
    (byte) =>
      byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f),
  );
}
