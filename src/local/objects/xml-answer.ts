import { element, escapeXml } from '../queues/query/xml-text.ts';
import type { S3Answer } from './s3-request.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document of S3 as an answer; its content is escaped already. */
export function xmlAnswer(root: string, content: string): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${content}</${root}>`,
  };
}

/** Elements with these texts, in this order; values that are undefined are left out. */
export function fields(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : element(name, escapeXml(String(value)))))
    .join('');
}

/** How a listing writes keys: escaped for URLs where a client asks for it, since XML cannot have every character. */
export function keyWriter(query: URLSearchParams): (text: string) => string {
  if (query.get('encoding-type') !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}
