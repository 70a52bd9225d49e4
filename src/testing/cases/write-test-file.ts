import { type Document, isMap, parseDocument, stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../common/json.ts';

const LINES = { lineWidth: 140, flowCollectionPadding: false };

/** The text of a test file with one case. */
export function testFileText(flow: string, testCase: JsonObject): string {
  return stringify({ flow, cases: [testCase] }, LINES);
}

/** The text of a test file with one more case, everything else as it was written. */
export function withCase(text: string, testCase: JsonObject): string {
  const document = open(text);
  document.addIn(['cases'], document.createNode(testCase));
  return print(document, text);
}

/** A value for a place below `expect` of a case. */
export interface Update {
  /** Position of the case in the file, from 0. */
  readonly index: number;
  readonly path: readonly string[];
  /** Absent where it is to go. */
  readonly value?: JsonValue;
}

/** The text of a test file with other expectations, everything else as it was written. */
export function withExpectations(text: string, updates: readonly Update[]): string {
  const document = open(text);
  for (const { index, path, value } of updates) {
    const at = ['cases', index, 'expect', ...path];
    if (value === undefined) {
      document.deleteIn(at);
      continue;
    }
    const node = document.createNode(value);
    const written = document.getIn(at, true);
    // Short objects stay on their line.
    if (isMap(node) && isMap(written) && written.flow) node.flow = true;
    document.setIn(at, node);
  }
  return print(document, text);
}

function open(text: string): Document {
  return parseDocument(text, { schema: 'core', intAsBigInt: true, logLevel: 'silent' });
}

/** Braces have blanks inside where they had before. */
function print(document: Document, before: string): string {
  return document.toString({ ...LINES, flowCollectionPadding: /\{ \S/.test(before) });
}
