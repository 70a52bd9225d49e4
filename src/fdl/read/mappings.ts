import type { PathStart } from '../../expressions/parse-path.ts';
import type { Mapping, Source } from '../../flow/flow.ts';
import type { Field } from '../yaml/node.ts';
import { Attributes } from './attributes.ts';
import { readConstant } from './constant.ts';
import type { Context } from './context.ts';
import { readReference } from './expression.ts';
import { readList, readText } from './values.ts';
import { quote } from './words.ts';

/** Reads a list of `{target, source}`; of equal targets the later wins, with a warning. */
export function readMappings(field: Field, context: Context): readonly Mapping[] {
  const targets = new Set<string>();
  const readItem = (item: Field): Mapping => {
    const mapping = readMapping(item, context);
    if (targets.has(mapping.target)) {
      context.refuse(
        'duplicate-target',
        item,
        `An earlier mapping has the target ${quote(mapping.target)} too; this one wins`,
      );
    }
    if (mapping.target !== '') targets.add(mapping.target);
    return mapping;
  };
  return readList('mappings', readItem)(field, context);
}

/** The attributes of a mapping. */
export const MAPPING_RULES = { owner: 'a mapping', allowed: ['target', 'source'] } as const;

function readMapping(field: Field, context: Context): Mapping {
  const attributes = new Attributes(field, context, MAPPING_RULES);
  const target = attributes.required('target', readText, '');
  return { target, source: attributes.optionalOr('source', readMappingSource, NULL) };
}

const NULL: Source = { kind: 'constant', value: null };
const STARTS: readonly PathStart[] = ['$input', '$local', '$context', '$'];
const REFERENCE = /^\$(?:input|local|context)?(?:$|[.[])/;

function readMappingSource(field: Field, context: Context): Source {
  const { node } = field;
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.startsWith('$')) {
    return { kind: 'constant', value: readConstant(field, context) };
  }
  const text = node.value;
  if (!REFERENCE.test(text)) {
    const message = `${quote(text)} is a constant text; references begin with $input, $local or $context, then "." or "["`;
    context.refuse('not-a-reference', field, message);
    return { kind: 'constant', value: text };
  }
  const path = readReference(node, text, STARTS, field, context);
  if (path === undefined) return NULL;
  if (/^\$(?:$|[.[])/.test(text)) {
    context.refuse(
      'dollar-source',
      field,
      `${quote(text)} is read as ${quote(`$input${text.slice(1)}`)} in a mapping; write it so`,
    );
  }
  return { kind: 'reference', path };
}
