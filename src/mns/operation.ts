import type { XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/read-xml.ts';
import { MnsError } from './mns-error.ts';
import type { MnsRequest, MnsResult } from './mns-request.ts';
import type { MnsServices } from './services.ts';

/** The request and services of an operation. */
export interface MnsContext extends MnsServices {
  readonly request: MnsRequest;
  /** Names in the path, decoded: of a queue or topic, then of a subscription. */
  readonly names: readonly string[];
  readonly now: number;
}

/** One operation of the protocol. */
export type MnsOperation = (context: MnsContext) => Promise<MnsResult>;

/** The value of a parameter of the query, whose name clients write in any case. @returns undefined without it. */
export function queryParameter({ request }: MnsContext, name: string): string | undefined {
  for (const [given, value] of new URLSearchParams(request.query.replaceAll('+', '%2B'))) {
    if (given.toLowerCase() === name.toLowerCase()) return value;
  }
  return undefined;
}

/** A whole number of the query within bounds. @returns undefined without it. */
export function queryInteger(
  context: MnsContext,
  name: string,
  from: number,
  to: number,
): number | undefined {
  const value = queryParameter(context, name);
  return value === undefined ? undefined : wholeNumber(name, value, from, to);
}

/** @throws MnsError when a text is no whole number within bounds. */
export function wholeNumber(name: string, value: string, from: number, to: number): number {
  if (/^\d{1,15}$/.test(value) && Number(value) >= from && Number(value) <= to) return Number(value);
  throw new MnsError(400, 'InvalidArgument', `${name} must be a whole number from ${from} to ${to}.`);
}

/** The document that a request holds; an empty body is an empty document of the first root. @throws MnsError for another. */
export function readBody({ request: { body } }: MnsContext, ...roots: readonly string[]): XmlElement {
  const [root = ''] = roots;
  if (body.trim() === '') return { name: root, text: '', children: [] };
  const document = readXml(body);
  if (!roots.includes(document.name)) {
    throw new MnsError(
      400,
      'MalformedXML',
      `The XML must be ${roots.join(' or ')}, not ${document.name.slice(0, 80)}.`,
    );
  }
  return document;
}

/** The name in the path at a place. */
export function nameAt({ names }: MnsContext, place = 0): string {
  return names[place] ?? '';
}
