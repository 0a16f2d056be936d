/** Text for an attribute or an element, without the characters that XML 1.0 §2.2 does not allow anywhere. */
export function escapeXml(text: string): string {
  return legal(text).replaceAll(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

/** A CDATA section; the sequence that would end it is split over two. */
export function cdata(text: string): string {
  return `<![CDATA[${legal(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // As references, because a parser turns white space in an attribute into a space (§3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function legal(text: string): string {
  return text.replaceAll(illegal, '\ufffd');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
