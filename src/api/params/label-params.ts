import type { JsonValue } from '../../common/json.ts';
import { readJson } from '../../common/json-text.ts';
import {
  type LabelMappings,
  type Labels,
  labelProblem,
  readLabelMappings,
  readLabels,
} from '../../flow/labels.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import type { Kind, Parsed } from './params.ts';

/** Labels of an execution: an object, or its JSON text. */
export const labels: Kind<Labels> = objectOf(readLabels);

/** Where the executions of a flow get labels from: an object, or its JSON text. */
export const labelMappings: Kind<LabelMappings> = objectOf(readLabelMappings);

/** A label that is looked for, as `name=value`. */
export const label: Kind<string> = {
  mayBeEmpty: false,
  parse(given) {
    if (typeof given !== 'string') return { problem: 'must be a text' };
    const problem = labelProblem(given);
    return problem === undefined ? { value: given } : { problem };
  },
};

/** How mappings go into a record: none are not kept. */
export function keptLabels(mappings: LabelMappings | undefined): Pick<FlowRecord, 'labelMappings'> {
  return mappings === undefined || Object.keys(mappings).length === 0 ? {} : { labelMappings: mappings };
}

function objectOf<T>(read: (value: JsonValue) => Parsed<T>): Kind<T> {
  return {
    mayBeEmpty: false,
    json: 'object',
    parse(given) {
      if (typeof given !== 'string') return read(given);
      const parsed = readJson(given);
      return 'problem' in parsed ? parsed : read(parsed.value);
    },
  };
}
