import type { Flow } from '../../flow/flow.ts';
import { MAX_TIMEOUT_SECONDS } from '../../limits.ts';
import type { Field } from '../yaml/node.ts';
import { Attributes } from './attributes.ts';
import type { Context } from './context.ts';
import { readMappings } from './mappings.ts';
import { stepListReader } from './step-list.ts';
import { readInteger, readName, readWord } from './values.ts';

const RULES = {
  owner: 'a flow',
  allowed: ['version', 'type', 'name', 'timeoutSeconds', 'inputMappings', 'outputMappings', 'steps'],
};

const readVersion = readWord(['v1', 'v1beta1']);
const readFlowType = readWord(['flow']);
const readTimeout = readInteger({ lowest: 1, highest: MAX_TIMEOUT_SECONDS });

/** Reads a whole definition (docs/reference/language.md 1.2). */
export function readDefinition(field: Field, context: Context): Flow {
  const attributes = new Attributes(field, context, RULES);
  attributes.required('type', readFlowType, 'flow');
  return {
    ...attributes.optional('name', readName),
    version: attributes.required('version', readVersion, 'v1'),
    ...attributes.optional('timeoutSeconds', readTimeout),
    ...attributes.optional('inputMappings', readMappings),
    ...attributes.optional('outputMappings', readMappings),
    steps: attributes.required('steps', stepListReader(1), []),
  };
}
