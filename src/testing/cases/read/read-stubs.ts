import type { JsonObject } from '../../../common/json.ts';
import { Attributes } from '../../../fdl/read/attributes.ts';
import type { Context, Read } from '../../../fdl/read/context.ts';
import { readCondition } from '../../../fdl/read/expression.ts';
import { readFilledList, readInteger, readText, readWord } from '../../../fdl/read/values.ts';
import type { Field } from '../../../fdl/yaml/node.ts';
import {
  STUB_FAULTS,
  type Stub,
  type StubReport,
  type StubResult,
  type Stubs,
  type StubWhen,
} from '../stub.ts';
import { membersOf, readObject } from './objects.ts';
import { readSpan } from './spans.ts';
import type { StepNames } from './step-names.ts';

/** The attributes of a stub. */
export const STUB_RULES = {
  owner: 'a stub',
  allowed: ['when', 'times', 'output', 'error', 'cause', 'fault', 'report', 'after'],
  advice: new Map([['outputs', 'Write a list of stubs, each with an output; they are used in order.']]),
};

/** The attributes of a report. */
export const REPORT_RULES = { owner: 'a report', allowed: ['output', 'error', 'cause', 'again'] };

const readTimes = readInteger({ lowest: 1 });
const readFault = readWord(STUB_FAULTS);

/** Reads stubs by the tasks that they stand for. */
export function readStubs(field: Field, context: Context, names: StepNames): Stubs {
  const stubs = new Map<string, readonly Stub[]>();
  for (const { name, key, value } of membersOf('stubs by tasks', field, context)) {
    names.checkTask(name, key, context);
    stubs.set(name, value.node.kind === 'list' ? readList(value, context) : [readStub(value, context)]);
  }
  return stubs;
}

/** In a list each stub serves one call, unless it sets a number or names the calls. */
const readList: Read<readonly Stub[]> = readFilledList('stubs', (field, context) => {
  const stub = readStub(field, context);
  return stub.when === undefined && stub.times === undefined ? { ...stub, times: 1 } : stub;
});

const readStub: Read<Stub> = (field, context) => {
  const attributes = new Attributes(field, context, STUB_RULES);
  const answer = attributes.exactlyOne(['output', 'error', 'fault']);
  return {
    ...attributes.optional('when', readWhen),
    ...attributes.optional('times', readTimes),
    answer:
      answer === 'fault'
        ? { kind: 'fault', fault: attributes.required('fault', readFault, 'crashes') }
        : readResult(attributes),
    ...attributes.optional('report', readReport),
    after: attributes.optionalOr('after', readSpan, 0),
  };
};

const readReport: Read<StubReport> = (field, context) => {
  const attributes = new Attributes(field, context, REPORT_RULES);
  attributes.exactlyOne(['output', 'error']);
  return { result: readResult(attributes), ...attributes.optional('again', readSpan) };
};

function readResult(attributes: Attributes): StubResult {
  const cause = attributes.optionalOr('cause', readText, '');
  const error = attributes.get('error');
  if (error !== undefined)
    return { kind: 'error', failure: { error: readText(error, attributes.context), cause } };
  return { kind: 'output', output: attributes.optionalOr<JsonObject>('output', readObject, {}) };
}

const readWhen: Read<StubWhen> = (field, context) => {
  if (field.node.kind === 'map') return { kind: 'contains', part: readObject(field, context) };
  return { kind: 'condition', condition: readCondition(field, context) };
};
