import { NAME } from '../../common/name.ts';
import { FLOW_HELP, MAPPING_HELP } from '../help/attribute-help.ts';
import { FLOW_RULES, VERSIONS } from '../read/definition.ts';
import { MAPPING_RULES } from '../read/mappings.ts';
import { TIMEOUT_SECONDS } from '../read/values.ts';
import { definition, type JsonSchema, list, object, TEXT, wholeNumber, word } from './json-schema.ts';
import { stepSchemas } from './step-schemas.ts';

/**
 * The JSON Schema of a definition, for editors of YAML. It is made of the tables that the reader of definitions uses.
 *
 * What it refuses, the reader refuses. The reader refuses more, which a schema cannot express: paths and conditions
 * that cannot be parsed, a goto without its step, two steps of one name, days that no month has, limits of the whole
 * text.
 */
export function flowSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Flow Definition Language, version 1',
    ...object(
      FLOW_RULES,
      FLOW_HELP,
      {
        version: word(VERSIONS),
        type: word(['flow']),
        name: NAME_TEXT,
        timeoutSeconds: wholeNumber(TIMEOUT_SECONDS),
        inputMappings: MAPPINGS,
        outputMappings: MAPPINGS,
        steps: STEPS,
      },
      ['version', 'type', 'steps'],
    ),
    definitions: { steps: list(definition('step')), mappings: list(MAPPING), ...stepSchemas() },
  };
}

const NAME_TEXT: JsonSchema = { type: 'string', pattern: `^${NAME}$` };
const MAPPINGS = definition('mappings');
const STEPS = definition('steps');

const MAPPING = object(
  MAPPING_RULES,
  MAPPING_HELP,
  {
    target: TEXT,
    source: {},
  },
  ['target'],
);
