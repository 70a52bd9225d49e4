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
  const target = attributes.required('target', readTarget, '');
  return { target, source: attributes.optionalOr('source', readMappingSource, NULL) };
}

/** A target is a key, taken literally (docs/reference/language.md 2.4). */
function readTarget(field: Field, context: Context): string {
  const target = readText(field, context);
  if (REFERENCE.test(target)) {
    const [, key] = LAST_MEMBER.exec(target) ?? [];
    const meant =
      key === undefined ? 'a target is a key of its own' : `for the key ${quote(key)} write ${key}`;
    context.refuse(
      'reference-as-target',
      field,
      `${quote(target)} is itself the key that is set; ${meant}, without $`,
    );
  }
  return target;
}

const NULL: Source = { kind: 'constant', value: null };
const STARTS: readonly PathStart[] = ['$input', '$local', '$context', '$'];
const REFERENCE = /^\$(?:input|local|context)?(?:$|[.[])/;
/** Matches a text that is a reference but for its `$`. */
const WITHOUT_DOLLAR = /^(?:input|local|context)(?:\.[A-Za-z_]\w*|\[[^\]]*\])+$/;
const LAST_MEMBER = /\.([A-Za-z_]\w*)$/;

function readMappingSource(field: Field, context: Context): Source {
  const { node } = field;
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.startsWith('$')) {
    warnOfMissingDollar(field, context);
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

/** Quotes say that a text is meant, as for the name of a file. */
function warnOfMissingDollar(field: Field, context: Context): void {
  const { node } = field;
  if (node.kind !== 'scalar' || !node.isPlain || !WITHOUT_DOLLAR.test(node.text)) return;
  const message = `${quote(node.text)} is a constant text; write ${quote(`$${node.text}`)} to read data, or put the text in quotes`;
  context.refuse('not-a-reference', field, message);
}
