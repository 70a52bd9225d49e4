import { Ajv } from 'ajv';
import { parseDocument } from 'yaml';
import { flowSchema } from '../../src/fdl/schema/flow-schema.ts';

const validate = new Ajv({ strict: false, unicodeRegExp: true }).compile(flowSchema());

/** The first objection of the JSON Schema of definitions to a YAML text; undefined when it accepts the text. */
export function schemaProblem(text: string): string | undefined {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return 'no YAML';
  if (validate(document.toJS({ maxAliasCount: -1 }))) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath} ${error?.message}`;
}
