import fc from 'fast-check';
import type { JsonValue } from '../../src/common/json.ts';
import { asPrinted } from '../../src/common/numeral.ts';
import type { Path } from '../../src/expressions/path.ts';
import type {
  BatchRules,
  CatchPolicy,
  ChoiceOption,
  ConditionalOption,
  DistributedMap,
  Flow,
  ItemReader,
  Mapping,
  Source,
  Step,
  StepList,
} from '../../src/flow/flow.ts';
import { mapTarget } from '../../src/targets/map-run.ts';
import { binaryText, character } from './binary-text.ts';
import { conditionArbitrary, pathArbitrary, wideInteger } from './expression-arbitrary.ts';
import { taskCallArbitrary } from './task-call-arbitrary.ts';

const text = fc.oneof(
  fc.constantFrom(
    '',
    'yes',
    'on',
    '010',
    '1e3',
    '~',
    '2030-01-31T08:00:00Z',
    '- a',
    'a: b # c',
    '__proto__',
    ' a\n',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  binaryText({ maxLength: 4 }),
);

const json: fc.Arbitrary<JsonValue> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: character }).map((value) => asRead(value)),
  },
  { weight: 1, arbitrary: wideInteger },
);

/** Doubles beyond 2^53 are printed as digits and read as bigints. */
function asRead(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value), (_key, inner) =>
    typeof inner === 'number' ? asPrinted(inner) : inner,
  );
}

const plainText = text.filter((value) => !value.startsWith('$'));

const constant: fc.Arbitrary<Source> = fc.record({
  kind: fc.constant('constant' as const),
  value: fc.oneof(
    plainText,
    json.filter((value) => typeof value !== 'string' || !value.startsWith('$')),
  ),
});

const inputReference: fc.Arbitrary<Source> = fc.record({
  kind: fc.constant('reference' as const),
  path: pathArbitrary(['input']),
});

const mappings: fc.Arbitrary<readonly Mapping[]> = fc.array(
  fc.record({
    target: fc.oneof(fc.constantFrom('a', 'b', 'items', '__proto__'), text),
    source: fc.oneof(
      constant,
      fc.record({
        kind: fc.constant('reference' as const),
        path: pathArbitrary(['input', 'local', 'context']),
      }),
    ),
  }),
  { maxLength: 3 },
);

const errors = fc.array(
  fc.constantFrom('FnF.ALL', 'FnF.TaskTimeout', 'FnF.HeartbeatTimeout', 'FC.Unknown', 'OutOfStock'),
  {
    minLength: 1,
    maxLength: 2,
  },
);

const seconds = fc.integer({ min: 1, max: 86_400 });

const retry = fc.array(
  fc.record({
    errors,
    intervalSeconds: seconds,
    maxIntervalSeconds: seconds,
    maxAttempts: fc.nat(5),
    multiplier: fc.constantFrom(1, 1.5, 2),
  }),
  { maxLength: 2 },
);

/** A goto is drawn as a number and becomes the name of a sibling when the list is complete. */
const draftGoto = fc.nat(9).map(String);

const common = { name: fc.constant(''), inputMappings: mappings, outputMappings: mappings };
const optionalMappings = ['inputMappings', 'outputMappings'] as const;

function stepArbitrary(steps: fc.Arbitrary<StepList>): fc.Arbitrary<Step> {
  const end = fc.boolean();
  const option: fc.Arbitrary<ChoiceOption> = fc.record({ steps, goto: draftGoto }, { requiredKeys: [] });
  const conditional: fc.Arbitrary<ConditionalOption> = fc.record(
    { condition: conditionArbitrary, steps, goto: draftGoto },
    { requiredKeys: ['condition'] },
  );
  return fc.oneof(
    { maxDepth: 3 },
    optional({ type: fc.constant('pass' as const), ...common, end }, optionalMappings),
    optional({ type: fc.constant('succeed' as const), ...common }, optionalMappings),
    optional(
      {
        type: fc.constant('fail' as const),
        ...common,
        error: fc.oneof(
          inputReference,
          fc.record({ kind: fc.constant('constant' as const), value: plainText }),
        ),
        cause: fc.oneof(
          inputReference,
          fc.record({ kind: fc.constant('constant' as const), value: plainText }),
        ),
      },
      [...optionalMappings, 'error', 'cause'],
    ),
    waitArbitrary(),
    taskArbitrary(),
    distributedArbitrary(steps),
    optional(
      {
        type: fc.constant('choice' as const),
        ...common,
        end,
        choices: fc.array(conditional, { minLength: 1, maxLength: 3 }),
        default: option,
      },
      [...optionalMappings, 'default'],
    ),
    optional(
      { type: fc.constant('choice' as const), ...common, end, choices: fc.constant([]), default: option },
      optionalMappings,
    ),
    optional(
      {
        type: fc.constant('parallel' as const),
        ...common,
        end,
        branches: fc.array(fc.record({ steps }), { minLength: 1, maxLength: 3 }),
      },
      optionalMappings,
    ),
    optional(
      {
        type: fc.constant('foreach' as const),
        ...common,
        end,
        collection: pathArbitrary(['input']),
        item: fc.constantFrom('item', 'each one', '__proto__'),
        index: fc.constantFrom('index', 'position'),
        steps,
      },
      [...optionalMappings, 'index'],
    ),
  );
}

function waitArbitrary(): fc.Arbitrary<Step> {
  const base = { type: fc.constant('wait' as const), ...common, end: fc.boolean() };
  const duration = fc.record({ kind: fc.constant('constant' as const), value: fc.nat(172_800) });
  const timestamp = fc.record({
    kind: fc.constant('constant' as const),
    value: fc.constantFrom('2030-01-31T08:00:00Z', '1999-12-31t23:59:59.5+08:00'),
  });
  return fc.oneof(
    optional({ ...base, duration: fc.oneof(duration, inputReference) }, optionalMappings),
    optional({ ...base, timestamp: fc.oneof(timestamp, inputReference) }, optionalMappings),
  );
}

const policy: fc.Arbitrary<CatchPolicy> = fc.record({ errors, goto: draftGoto });

const taskWithoutCall = optional(
  {
    type: fc.constant('task' as const),
    ...common,
    end: fc.boolean(),
    errorMappings: mappings,
    timeoutSeconds: seconds,
    retry,
    catch: fc.array(policy, { maxLength: 2 }),
  },
  [...optionalMappings, 'errorMappings', 'timeoutSeconds'],
);

function taskArbitrary(): fc.Arbitrary<Step> {
  return fc.tuple(taskWithoutCall, taskCallArbitrary).map(([step, call]) => {
    const { timeoutSeconds = 61, end } = step;
    const owes = call.pattern === 'waitForCallback' && end && timeoutSeconds > 1;
    return { ...step, ...call, ...(owes && { heartbeatSeconds: timeoutSeconds - 1 }) };
  });
}

const nameSource: fc.Arbitrary<Source> = fc.oneof(
  fc.constantFrom('orders', 'in/1', '').map((value) => ({ kind: 'constant' as const, value })),
  pathArbitrary(['input']).map((path) => ({ kind: 'reference' as const, path })),
);

const itemReaderArbitrary: fc.Arbitrary<ItemReader> = fc.oneof(
  fc.record(
    {
      inputType: fc.constantFrom('json' as const, 'jsonl' as const, 'csv' as const),
      bucket: nameSource,
      key: nameSource,
      maxItems: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: ['inputType', 'bucket', 'key'] },
  ),
  fc.record(
    { inputType: fc.constant('list' as const), bucket: nameSource, prefix: nameSource },
    { requiredKeys: ['inputType', 'bucket'] },
  ),
);

/** Its place is known once the whole flow is drawn. */
function distributedArbitrary(steps: fc.Arbitrary<StepList>): fc.Arbitrary<Step> {
  const batches: fc.Arbitrary<BatchRules> = fc.record(
    {
      batchSize: fc.integer({ min: 1, max: 3 }),
      maxConcurrency: fc.integer({ min: 1, max: 3 }),
      toleratedFailedCount: fc.nat(2),
      toleratedFailedPercentage: fc.constantFrom(0, 12.5, 50, 100),
    },
    { requiredKeys: ['batchSize', 'maxConcurrency'] },
  );
  const map: fc.Arbitrary<DistributedMap> = fc.record(
    {
      place: fc.constant(''),
      itemReader: itemReaderArbitrary,
      collection: pathArbitrary(['input']),
      resultWriter: fc.record({ bucket: nameSource, prefix: nameSource }, { requiredKeys: ['bucket'] }),
      item: fc.constantFrom('item', 'each one', '__proto__'),
      index: fc.constantFrom('index', 'position'),
      steps,
      batches,
    },
    { requiredKeys: ['place', 'collection', 'item', 'steps', 'batches'] },
  );
  return fc.tuple(taskWithoutCall, map).map(([step, map]) => ({
    ...step,
    target: mapTarget('run'),
    pattern: 'sync' as const,
    map: ofOneKind(map),
  }));
}

/** Items come from a reader or from a collection. */
function ofOneKind({ itemReader, collection, ...map }: DistributedMap): DistributedMap {
  return itemReader === undefined ? { ...map, collection: collection as Path } : { ...map, itemReader };
}

/** A record in which some keys may be absent. */
function optional<T extends object, K extends keyof T>(
  fields: { readonly [P in keyof T]: fc.Arbitrary<T[P]> },
  absent: readonly K[],
): fc.Arbitrary<Omit<T, K> & Partial<Pick<T, K>>> {
  const requiredKeys = (Object.keys(fields) as (keyof T)[]).filter((key) => !absent.includes(key as K));
  return fc.record(fields, { requiredKeys: requiredKeys as never }) as never;
}

const stepName = fc.oneof(
  fc.constantFrom('A', 'B', 'C', 'D', 'E', 'constructor', '__proto__', 'toString'),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,6}$/),
);

const stepList: fc.Arbitrary<StepList> = fc.letrec<{ list: StepList }>((tie) => ({
  list: fc
    .array(stepArbitrary(tie('list')), { maxLength: 4, depthIdentifier: 'steps' })
    .chain((steps) =>
      fc
        .uniqueArray(stepName, { minLength: steps.length, maxLength: steps.length })
        .map((names) => link(steps, names)),
    ),
})).list;

/** Gives the steps of one list their names and their gotos. */
function link(steps: StepList, names: readonly string[]): StepList {
  const resolve = <T extends { readonly goto?: string }>(jump: T): T =>
    jump.goto === undefined ? jump : { ...jump, goto: names[Number(jump.goto) % names.length] };
  return steps.map((step, index) => {
    const name = names[index] ?? '';
    if (step.type === 'task') return { ...step, name, catch: step.catch.map(resolve) };
    if (step.type !== 'choice') return { ...step, name };
    const choices = step.choices.map(resolve);
    return { ...step, name, choices, ...(step.default !== undefined && { default: resolve(step.default) }) };
  });
}

/** Gives each distributed foreach the place that the reader gives it. */
function placed(steps: StepList, path: string): StepList {
  return steps.map((step, index): Step => {
    const at = `${path}[${index}]`;
    const option = <T extends ChoiceOption>(given: T, inside: string): T =>
      given.steps === undefined ? given : { ...given, steps: placed(given.steps, `${at}.${inside}.steps`) };
    switch (step.type) {
      case 'task': {
        const { map } = step;
        return map === undefined
          ? step
          : { ...step, map: { ...map, place: at, steps: placed(map.steps, `${at}.steps`) } };
      }
      case 'foreach':
        return { ...step, steps: placed(step.steps, `${at}.steps`) };
      case 'parallel':
        return {
          ...step,
          branches: step.branches.map(({ steps }, branch) => ({
            steps: placed(steps, `${at}.branches[${branch}].steps`),
          })),
        };
      case 'choice': {
        const choices = step.choices.map((choice, number) => option(choice, `choices[${number}]`));
        const { default: other } = step;
        return { ...step, choices, ...(other !== undefined && { default: option(other, 'default') }) };
      }
      default:
        return step;
    }
  });
}

/** Checked flows with every step type, nested lists and gotos among siblings, as `parseFlow` answers them. */
export const flowArbitrary: fc.Arbitrary<Flow> = optional(
  {
    name: stepName,
    version: fc.constantFrom('v1' as const, 'v1beta1' as const),
    timeoutSeconds: seconds,
    inputMappings: mappings,
    outputMappings: mappings,
    steps: stepList,
  },
  ['name', 'timeoutSeconds', ...optionalMappings],
).map((flow) => structuredClone({ ...flow, steps: placed(flow.steps, 'steps') })); // records without a prototype become ordinary ones
