import type { XmlElement } from './element.ts';
import { MalformedXml } from './malformed-xml.ts';
import { readText } from './read-text.ts';

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: OpenElement[];
}

/** Deeper documents are none of the protocols here. */
const DEEPEST = 8;
const TAG = /<(?:(\/)([\w:.-]+)\s*|([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/y;

/**
 * Reads a document as far as the protocols here have them: elements with text. Attributes are passed over, a document type is
 * refused. @throws MalformedXml when the text is not well-formed.
 */
export function readXml(text: string): XmlElement {
  const root: OpenElement = { name: '', text: '', children: [] };
  const open: OpenElement[] = [root];
  let at = 0;
  while (at < text.length) {
    const top = open.at(-1) ?? root;
    const passed = skipped(text, at);
    if (passed !== undefined) {
      top.text += passed.text;
      at = passed.end;
      continue;
    }
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const stop = end === -1 ? text.length : end;
      top.text += readText(text.slice(at, stop));
      at = stop;
      continue;
    }
    at = readTag(text, at, open);
  }
  const [document, more] = root.children;
  if (document === undefined || more !== undefined || open.length > 1 || root.text.trim() !== '')
    throw malformed();
  return document;
}

/** A part that is no element: a declaration, a comment, or text that is taken as it is. */
function skipped(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  for (const [begin, end, isText] of PASSED) {
    if (!text.startsWith(begin, at)) continue;
    const stop = text.indexOf(end, at + begin.length);
    if (stop === -1) throw malformed();
    return { text: isText ? text.slice(at + begin.length, stop) : '', end: stop + end.length };
  }
  return undefined;
}

const PASSED = [
  ['<?', '?>', false],
  ['<!--', '-->', false],
  ['<![CDATA[', ']]>', true],
] as const;

function readTag(text: string, at: number, open: OpenElement[]): number {
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  if (tag === null) throw malformed();
  const [, , closed, name, , isEmpty] = tag;
  if (closed !== undefined) {
    if (open.length < 2 || open.pop()?.name !== withoutPrefix(closed)) throw malformed();
  } else if (name !== undefined) {
    const element: OpenElement = { name: withoutPrefix(name), text: '', children: [] };
    open.at(-1)?.children.push(element);
    if (isEmpty === '') open.push(element);
    if (open.length > DEEPEST) throw malformed();
  }
  return TAG.lastIndex;
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function malformed(): MalformedXml {
  return new MalformedXml('The XML that you have sent is not well-formed, or not what the operation takes.');
}
