import type { InputType, ItemReader, ResultWriter, Source } from '../../../flow/flow.ts';
import type { Field } from '../../yaml/node.ts';
import { Attributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { readReference } from '../expression.ts';
import { type Range, readInteger, readText, readWord } from '../values.ts';

/** The attributes of an itemReader. */
export const ITEM_READER_RULES = {
  owner: 'an itemReader',
  allowed: ['inputType', 'bucket', 'key', 'prefix', 'maxItems'],
} as const;

/** The attributes of a resultWriter. */
export const RESULT_WRITER_RULES = { owner: 'a resultWriter', allowed: ['bucket', 'prefix'] } as const;

/** The words for that which an itemReader may read. */
export const INPUT_TYPES = ['json', 'jsonl', 'csv', 'list'] as const satisfies readonly InputType[];

/** Items that a reader may be told to read. */
export const MAX_ITEMS: Range = { lowest: 1 };

const NOTHING: Source = { kind: 'constant', value: '' };

/** Reads which object holds the items, or which objects are the items. */
export function readItemReader(field: Field, context: Context): ItemReader {
  const attributes = new Attributes(field, context, ITEM_READER_RULES);
  const inputType = attributes.required('inputType', readWord(INPUT_TYPES), 'json');
  const bucket = attributes.required('bucket', readTextOrPath, NOTHING);
  const maxItems = attributes.optional('maxItems', readInteger(MAX_ITEMS));
  if (inputType !== 'list') {
    refuse(
      attributes,
      'prefix',
      `an object of ${inputType} is read by its key; only inputType: list takes a prefix`,
    );
    return { inputType, bucket, key: attributes.required('key', readTextOrPath, NOTHING), ...maxItems };
  }
  refuse(attributes, 'key', 'inputType: list takes a prefix, and no key');
  return { inputType, bucket, ...attributes.optional('prefix', readTextOrPath), ...maxItems };
}

/** Reads which objects take the results. */
export function readResultWriter(field: Field, context: Context): ResultWriter {
  const attributes = new Attributes(field, context, RESULT_WRITER_RULES);
  return {
    bucket: attributes.required('bucket', readTextOrPath, NOTHING),
    ...attributes.optional('prefix', readTextOrPath),
  };
}

function refuse(attributes: Attributes, key: string, problem: string): void {
  const field = attributes.get(key);
  if (field !== undefined)
    attributes.context.refuse('conflicting-attributes', field, `"${key}" has no meaning here: ${problem}`);
}

/** Reads a text; one that begins with `$` is a path into the step's input. */
function readTextOrPath(field: Field, context: Context): Source {
  const { node } = field;
  const value = readText(field, context);
  if (node.kind !== 'scalar' || !value.startsWith('$')) return { kind: 'constant', value };
  const path = readReference(node, value, ['$'], field, context);
  return path === undefined ? NOTHING : { kind: 'reference', path };
}
