const NAMESPACE = 'http://mns.aliyuncs.com/doc/v1/';

/** A text as the content of an element, in one piece. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** Elements with these texts, in this order; values that are undefined are left out. */
export function fields(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`))
    .join('');
}

/** A document with this root. */
export function document(root: string, content: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><${root} xmlns="${NAMESPACE}">${content}</${root}>`;
}
