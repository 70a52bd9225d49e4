import { NAME } from '../../common/name.ts';
import { FLOW_RULES, VERSIONS } from '../read/definition.ts';
import { MAPPING_RULES } from '../read/mappings.ts';
import { TIMEOUT_SECONDS } from '../read/values.ts';
import {
  definition,
  described,
  type JsonSchema,
  list,
  object,
  TEXT,
  wholeNumber,
  word,
} from './json-schema.ts';
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
      {
        version: described('The version of the language.', word(VERSIONS)),
        type: described('What the definition defines: always a flow.', word(['flow'])),
        name: described("The flow's name, where the definition is a file.", NAME_TEXT),
        timeoutSeconds: described(
          'Seconds after which an execution ends as TimedOut.',
          wholeNumber(TIMEOUT_SECONDS),
        ),
        inputMappings: described("What the first step finds of the execution's input.", MAPPINGS),
        outputMappings: described('What becomes the output of the execution.', MAPPINGS),
        steps: described('The steps, which run in order.', STEPS),
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
  {
    target: described('The key that is set.', TEXT),
    source: described('A constant, or a path that begins with $input, $local or $context.', {}),
  },
  ['target'],
);
