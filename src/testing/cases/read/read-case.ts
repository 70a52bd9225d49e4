import type { JsonObject } from '../../../common/json.ts';
import { Attributes } from '../../../fdl/read/attributes.ts';
import type { Context, Read } from '../../../fdl/read/context.ts';
import { readBoolean, readInteger, readName, readText } from '../../../fdl/read/values.ts';
import type { Field } from '../../../fdl/yaml/node.ts';
import type { CaseObjects, CaseStart, CaseStop } from '../case-run.ts';
import type { Stubs } from '../stub.ts';
import type { Expectation, TestCase } from '../test-case.ts';
import { readObject } from './objects.ts';
import { readBuckets } from './read-buckets.ts';
import { readExpect } from './read-expect.ts';
import { readStubs } from './read-stubs.ts';
import { readSpan, readTime } from './spans.ts';
import type { StepNames } from './step-names.ts';

/** Keys that `defaults` may give to every case. */
const SHARED = ['input', 'tasks', 'objects', 'at', 'functions', 'explore'];

/** The attributes of the defaults. */
export const DEFAULTS_RULES = { owner: 'the defaults', allowed: SHARED };

/** The attributes of a case. */
export const CASE_RULES = {
  owner: 'a case',
  allowed: ['name', ...SHARED, 'schedule', 'upload', 'stop', 'expect'],
};

/** The attributes of a schedule that starts a case. */
export const SCHEDULE_RULES = { owner: 'a schedule', allowed: ['name', 'cron', 'payload'] };

/** The attributes of an upload that starts a case. */
export const UPLOAD_RULES = { owner: 'an upload', allowed: ['bucket', 'key', 'size'] };

/** The attributes of a stop. */
export const STOP_RULES = { owner: 'a stop', allowed: ['after', 'error', 'cause'] };

/** Values that a case has unless it sets its own. */
export interface Defaults {
  readonly input: JsonObject;
  readonly stubs: Stubs;
  readonly objects: CaseObjects;
  readonly at: number;
  readonly functions?: string;
  readonly explore: boolean;
}

/** Noon of a day in 2026, so that times are readable. */
const NOTHING_SAID: Defaults = {
  input: {},
  stubs: new Map(),
  objects: {},
  at: Date.UTC(2026, 0, 5, 12),
  explore: false,
};

/** Reads what every case has unless it says otherwise. */
export function readDefaults(field: Field | undefined, context: Context, names: StepNames): Defaults {
  if (field === undefined) return NOTHING_SAID;
  return readShared(new Attributes(field, context, DEFAULTS_RULES), NOTHING_SAID, names);
}

/** Objects are put together member by member, and tasks task by task. */
function readShared(attributes: Attributes, defaults: Defaults, names: StepNames): Defaults {
  const { context } = attributes;
  const stubs = attributes.optionalOr<Stubs>('tasks', (field) => readStubs(field, context, names), new Map());
  const { functions } = { ...defaults, ...attributes.optional('functions', readText) };
  return {
    input: { ...defaults.input, ...attributes.optionalOr('input', readObject, {}) },
    stubs: new Map([...defaults.stubs, ...stubs]),
    objects: { ...defaults.objects, ...attributes.optionalOr('objects', readBuckets, {}) },
    at: attributes.optionalOr('at', readTime, defaults.at),
    ...(functions !== undefined && { functions }),
    explore: attributes.optionalOr('explore', readBoolean, defaults.explore),
  };
}

/** Reads one case. */
export function readCase(
  field: Field,
  context: Context,
  { defaults, names, lineOf }: { defaults: Defaults; names: StepNames; lineOf: (offset: number) => number },
): TestCase {
  const attributes = new Attributes(field, context, CASE_RULES);
  const { input, ...shared } = readShared(attributes, defaults, names);
  const readExpected: Read<Expectation> = (expect) => readExpect(expect, context, names);
  return {
    name: attributes.required('name', readText, ''),
    line: lineOf(field.node.start),
    ...shared,
    start: readStart(attributes, input),
    ...attributes.optional('stop', readStop),
    expect: attributes.required('expect', readExpected, {}),
  };
}

function readStart(attributes: Attributes, input: JsonObject): CaseStart {
  const isStarted = ['schedule', 'upload'].some((key) => attributes.get(key) !== undefined);
  if (!isStarted) return { kind: 'input', input };
  const kind = attributes.exactlyOne(['input', 'schedule', 'upload']);
  return kind === 'upload'
    ? attributes.required('upload', readUpload, { kind: 'upload', bucket: '', key: '', size: 0 })
    : attributes.required('schedule', readSchedule, { kind: 'schedule', name: '', cron: '', payload: {} });
}

const readSchedule: Read<CaseStart> = (field, context) => {
  const attributes = new Attributes(field, context, SCHEDULE_RULES);
  return {
    kind: 'schedule',
    name: attributes.optionalOr('name', readName, 'schedule'),
    cron: attributes.required('cron', readText, ''),
    payload: attributes.optionalOr('payload', readObject, {}),
  };
};

const readUpload: Read<CaseStart> = (field, context) => {
  const attributes = new Attributes(field, context, UPLOAD_RULES);
  return {
    kind: 'upload',
    bucket: attributes.required('bucket', readText, ''),
    key: attributes.required('key', readText, ''),
    size: attributes.optionalOr('size', readInteger({ lowest: 0 }), 0),
  };
};

const readStop: Read<CaseStop> = (field, context) => {
  const attributes = new Attributes(field, context, STOP_RULES);
  return {
    after: attributes.required('after', readSpan, 0),
    error: attributes.optionalOr('error', readText, ''),
    cause: attributes.optionalOr('cause', readText, ''),
  };
};
