import type { Flow } from '../../flow/flow.ts';
import type { Field } from '../yaml/node.ts';
import { Attributes } from './attributes.ts';
import type { Context } from './context.ts';
import { readMappings } from './mappings.ts';
import { stepListReader } from './step-list.ts';
import { warnedIfEmpty } from './step-scope.ts';
import { readInteger, readName, readWord, TIMEOUT_SECONDS } from './values.ts';

/** The attributes of a flow (docs/reference/language.md 1.2). */
export const FLOW_RULES = {
  owner: 'a flow',
  allowed: ['version', 'type', 'name', 'timeoutSeconds', 'inputMappings', 'outputMappings', 'steps'],
} as const;

/** The versions of the language. */
export const VERSIONS = ['v1', 'v1beta1'] as const;

const readVersion = readWord(VERSIONS);
const readFlowType = readWord(['flow']);
const readSteps = warnedIfEmpty(stepListReader(1), 'the flow ends at once and calls nothing');
const readTimeout = readInteger(TIMEOUT_SECONDS);

/** Reads a whole definition (docs/reference/language.md 1.2). */
export function readDefinition(field: Field, context: Context): Flow {
  const attributes = new Attributes(field, context, FLOW_RULES);
  attributes.required('type', readFlowType, 'flow');
  return {
    ...attributes.optional('name', readName),
    version: attributes.required('version', readVersion, 'v1'),
    ...attributes.optional('timeoutSeconds', readTimeout),
    ...attributes.optional('inputMappings', readMappings),
    ...attributes.optional('outputMappings', readMappings),
    steps: attributes.required('steps', readSteps, []),
  };
}
