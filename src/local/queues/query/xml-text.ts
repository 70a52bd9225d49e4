const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/** A text as the content of an XML element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (found) => ESCAPES[found] ?? found);
}

/** An XML element with some content, which is escaped already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
