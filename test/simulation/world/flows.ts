import type { JsonObject } from '../../../src/common/json.ts';
import type { CallOutcome } from '../../../src/ports/task-targets.ts';
import type { AwaitedTask, Workers } from '../../../src/testing/simulation/outside.ts';
import { Random } from '../../../src/testing/simulation/random.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';

type Steps = readonly JsonObject[];

/** Lists inside lists. */
const MAX_DEPTH = 3;

/**
 * A scenario as the seed will have it: every kind of step, nested, with retries, catches, callbacks, timeouts and
 * children, whose outcome nevertheless depends on nothing but the definition.
 */
export function randomScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0x5eed);
  const heartbeats = new Random(seed ^ 0xbea7);
  const writer = (isMain: boolean) => new StepWriter(random, isMain, RELIABLE, { heartbeats });
  const main = { version: 'v1', type: 'flow', steps: writer(true).list(0) };
  const child = { version: 'v1', type: 'flow', steps: writer(false).list(2) };
  return {
    name: `seed ${seed}`,
    flows: { main: JSON.stringify(main), child: JSON.stringify(child) },
    input: JSON.stringify({ items: [1, 2, 3].slice(random.below(3)), rounds: 0 }),
    workers: WORKERS,
    ...(random.chance(0.15) && { stopAfter: random.pick([1, 40, 3_000, 400_000]) }),
    readAt: [random.below(200), random.below(100_000)],
    ...(random.chance(0.06) && { deleteAfter: random.pick([0, 5, 20, 60, 3_000, 400_000]) }),
  };
}

/** The flows of such a scenario, in which calls of functions break until they were made a few times. */
export function breakingFlows(seed: number): Scenario['flows'] {
  const random = new Random(seed ^ 0xb0b0);
  const main = { version: 'v1', type: 'flow', steps: new StepWriter(random, true, BREAKING).list(0) };
  const child = { version: 'v1', type: 'flow', steps: new StepWriter(random, false, BREAKING).list(2) };
  return { main: JSON.stringify(main), child: JSON.stringify(child) };
}

/** Flows in which a foreach may run in child executions. */
export function distributedScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0xd157);
  return { ...randomScenario(seed), flows: distributedFlows(seed, random, { ...RELIABLE, hopeless: 0.15 }) };
}

/** The same with calls that break until they were made a few times. What they return does not tell how often that was. */
export function breakingDistributedFlows(seed: number): Scenario['flows'] {
  const kinds = BREAKING.kinds.filter((kind) => !kind.startsWith('fails'));
  return distributedFlows(seed, new Random(seed ^ 0xd1b0), { ...BREAKING, kinds });
}

/** Flows whose items are in objects; one of them may be replaced while it is read. */
export function readingScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0x0b1ec7);
  const sources = { distributing: new Random(seed ^ 0xd1), reading: new Random(seed ^ 0x7ead) };
  const calls = { ...RELIABLE, hopeless: 0.1 };
  const count = random.below(5);
  const isReplaced = random.chance(0.3);
  const at = random.pick([1, 20, 60, 400, 5_000]);
  return {
    ...randomScenario(seed),
    flows: distributedFlows(seed, random, calls, sources),
    objects: objectsOf(1, count),
    ...(isReplaced && { replaced: { at, objects: objectsOf(2, 5 - count) }, isOpenEnded: true }),
  };
}

/** The same with calls that break until they were made a few times. */
export function breakingReadingScenario(seed: number): Pick<Scenario, 'flows' | 'objects'> {
  const random = new Random(seed ^ 0x0b1ec8);
  const sources = { distributing: new Random(seed ^ 0xd1), reading: new Random(seed ^ 0x7ead) };
  const kinds = BREAKING.kinds.filter((kind) => !kind.startsWith('fails'));
  const flows = distributedFlows(seed, random, { ...BREAKING, kinds }, sources);
  return { flows, objects: objectsOf(1, random.below(5)) };
}

/** So many items, each of which tells the version of the object, in every format. */
function objectsOf(version: number, count: number): NonNullable<Scenario['objects']> {
  const items = Array.from({ length: count }, (_, id) => ({ version, id }));
  const texts = {
    'in/json': JSON.stringify(items),
    'in/jsonl': items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'in/csv': ['version,id', ...items.map(({ id }) => `${version},${id}`)].join('\r\n'),
    'listed/a': 'a',
    'listed/b': 'b'.repeat(version),
  };
  return { objects: texts };
}

function distributedFlows(
  seed: number,
  random: Random,
  calls: Calls,
  sources: Sources = { distributing: new Random(seed ^ 0xd1) },
): Scenario['flows'] {
  const writer = new StepWriter(random, true, calls, sources);
  const list = writer.list(1);
  const each = writer.foreach('each', 1);
  // Objects are replaced soon after the start.
  const steps = sources.reading === undefined ? [...list, each] : [each, ...list];
  const main = { version: 'v1', type: 'flow', steps };
  const child = { version: 'v1', type: 'flow', steps: new StepWriter(random, false, calls).list(2) };
  return { main: JSON.stringify(main), child: JSON.stringify(child) };
}

/** Functions that are called, and how often one is that never works, or a report that is due soon. */
interface Calls {
  readonly kinds: readonly string[];
  readonly hopeless: number;
  readonly hurried: number;
  /** How often failed items of a map run are tolerated. */
  readonly tolerated: number;
}

const RELIABLE: Calls = {
  kinds: ['ok', 'ok', 'ok', 'text', 'big', 'big', 'fails-1', 'fails-3'],
  hopeless: 0.03,
  hurried: 0.15,
  tolerated: 0.3,
};

const BREAKING: Calls = {
  kinds: ['ok', 'ok', 'ok', 'text', 'fails-1', 'breaks-1', 'breaks-2', 'breaks-3'],
  hopeless: 0,
  hurried: 0,
  tolerated: 0,
};

/** Sources of what only some flows have. */
interface Sources {
  readonly heartbeats?: Random;
  /** Says which foreach is distributed. */
  readonly distributing?: Random;
  /** Says what a distributed foreach reads and writes. */
  readonly reading?: Random;
}

/** Writes steps with names of their own. */
class StepWriter {
  readonly #random: Random;
  readonly #mayStartChildren: boolean;
  readonly #calls: Calls;
  readonly #heartbeats: Random | undefined;
  /** Present where a foreach may be distributed. */
  readonly #distributing: Random | undefined;
  /** Present where items come from objects. */
  readonly #reading: Random | undefined;
  #count = 0;

  /** `heartbeats` and `distributing` are sources of their own: seeds of the time before them have the same steps. */
  constructor(
    random: Random,
    mayStartChildren: boolean,
    calls = RELIABLE,
    { heartbeats, distributing, reading }: Sources = {},
  ) {
    this.#random = random;
    this.#heartbeats = heartbeats;
    this.#mayStartChildren = mayStartChildren;
    this.#calls = calls;
    this.#distributing = distributing;
    this.#reading = reading;
  }

  list(depth: number): Steps {
    const length = 1 + this.#random.below(depth === 0 ? 4 : 3);
    return Array.from({ length }, () => this.#step(depth)).flat();
  }

  #step(depth: number): Steps {
    const kind = this.#random.below(depth >= MAX_DEPTH ? 8 : 12);
    const name = `s${++this.#count}`;
    switch (kind) {
      case 0:
        return [{ type: 'pass', name, outputMappings: [{ target: name, source: 'passed' }] }];
      case 1:
        return [{ type: 'wait', name, duration: 1 + this.#random.below(3_000) }];
      case 2:
        return this.#loop(name);
      case 3:
        return [this.#callback(name)];
      case 4:
        return [this.#mayStartChildren ? this.#child(name) : this.#call(name)];
      case 5:
        return this.#hang(name);
      case 8:
      case 9:
        return [this.#parallel(name, depth)];
      case 10:
        return [this.foreach(name, depth)];
      case 11:
        return [this.#choice(name, depth)];
      default:
        return [this.#call(name)];
    }
  }

  #call(name: string): JsonObject {
    const kind = this.#random.pick(this.#calls.kinds);
    const isHopeless = this.#random.chance(this.#calls.hopeless);
    return {
      ...task(name, `acs:fc:::services/w/functions/${isHopeless ? 'never' : kind}`),
      retry: [{ errors: ['Busy'], intervalSeconds: 1 + this.#random.below(100), maxAttempts: 4 }],
    };
  }

  #hang(name: string): Steps {
    const after = `s${++this.#count}`;
    return [
      {
        ...task(name, 'acs:fc:::services/w/functions/hangs'),
        timeoutSeconds: 7_200 + this.#random.below(100),
        catch: [{ errors: ['FnF.TaskTimeout'], goto: after }],
      },
      { type: 'pass', name: after },
    ];
  }

  #callback(name: string): JsonObject {
    const [arn, params] = this.#random.pick([
      ['acs:mns:::/queues/work/messages', { serviceParams: { MessageBody: '$' } }],
      ['acs:mns:::/topics/news/messages', { serviceParams: { MessageBody: '$' } }],
      ['acs:fc:::services/w/functions/ok', {}],
    ] as const);
    const isFailing = this.#random.chance(0.3);
    const isHurried = this.#random.chance(this.#calls.hurried);
    const heartbeatSeconds = this.#heartbeatSeconds();
    const isSilent = heartbeatSeconds !== undefined && this.#heartbeats?.chance(0.5) === true;
    return {
      ...task(`${name}${isSilent ? 'silent' : ''}${isFailing ? 'failing' : ''}`, arn),
      ...params,
      pattern: 'waitForCallback',
      inputMappings: [{ target: 'taskToken', source: '$context.task.token' }],
      retry: [
        {
          errors: ['Refused', 'FnF.TaskTimeout', 'FnF.HeartbeatTimeout'],
          intervalSeconds: 1 + this.#random.below(50),
          maxAttempts: 3,
        },
      ],
      ...(isHurried && { timeoutSeconds: this.#random.pick([1, 5, 20, 60]) }),
      ...(!isHurried && heartbeatSeconds !== undefined && { heartbeatSeconds }),
    };
  }

  /** Every third task that waits for a report owes heartbeats, now and then more often than faults let them through. */
  #heartbeatSeconds(): number | undefined {
    if (this.#heartbeats?.chance(0.35) !== true) return undefined;
    return this.#heartbeats.pick([2, 30, 90, 600, 7_200]);
  }

  #child(name: string): JsonObject {
    const pattern = this.#random.pick(['sync', 'sync', 'requestResponse']);
    const outputMappings = [{ target: name, source: 'child' }];
    return { ...task(name, 'acs:fnf:::flow/child'), pattern, outputMappings };
  }

  /** Asks a counting function until it has counted far enough. */
  #loop(name: string): Steps {
    const rounds = 1 + this.#random.below(4);
    const next = `s${++this.#count}`;
    const condition = `$.rounds < ${rounds}`;
    return [
      task(name, 'acs:fc:::services/w/functions/count'),
      { type: 'choice', name: next, choices: [{ condition, goto: name }] },
    ];
  }

  #parallel(name: string, depth: number): JsonObject {
    const branches = Array.from({ length: 2 + this.#random.below(2) }, () => ({
      steps: this.list(depth + 1),
    }));
    return { type: 'parallel', name, branches };
  }

  foreach(name: string, depth: number): JsonObject {
    const iterationMapping = { collection: '$.items', item: 'item', index: 'index' };
    const foreach = { type: 'foreach', name, iterationMapping, steps: this.list(depth + 1) };
    const random = this.#distributing;
    if (random === undefined || random.chance(0.2)) return foreach;
    return { ...foreach, ...this.#distributed(random, name) };
  }

  #distributed(random: Random, name: string): JsonObject {
    const isTolerant = random.chance(this.#calls.tolerated);
    const tolerated = isTolerant ? { toleratedFailedPercentage: random.pick([0, 40, 100]) } : {};
    const input = ['items', 'rounds'].map((target) => ({ target, source: `$input.${target}` }));
    const rules = { batchSize: 1 + random.below(2), maxConcurrency: 1 + random.below(3), ...tolerated };
    if (this.#reading !== undefined) return this.#readingFrom(this.#reading, name, rules);
    return {
      // Its iterations lack the list that it goes through, and may hold another foreach.
      inputMappings: [...input, { target: 'all', source: '$input.items' }],
      iterationMapping: { collection: '$.all', item: 'item', index: 'index' },
      distributed: rules,
      outputMappings: [{ target: name, source: random.pick(['$local.results', '$local.failed', '$local']) }],
    };
  }

  #readingFrom(random: Random, name: string, rules: JsonObject): JsonObject {
    const inputType = random.pick(['json', 'jsonl', 'csv', 'csv', 'list']);
    const place = inputType === 'list' ? { prefix: 'listed/' } : { key: `in/${inputType}` };
    const itemReader = { inputType, bucket: 'objects', ...place };
    const isWritten = random.chance(0.4);
    return {
      iterationMapping: { item: 'item', index: 'index' },
      distributed: {
        ...rules,
        itemReader,
        ...(isWritten && { resultWriter: { bucket: 'objects', prefix: 'out' } }),
      },
      outputMappings: [{ target: name, source: isWritten ? '$local.succeeded' : '$local.results' }],
    };
  }

  #choice(name: string, depth: number): JsonObject {
    const condition = this.#random.pick(['$.rounds == 0', '$.rounds > 1', '$.missing == "a"']);
    const choices = [{ condition, steps: this.list(depth + 1) }];
    return { type: 'choice', name, choices, default: { steps: this.list(depth + 1) } };
  }
}

function task(name: string, resourceArn: string): JsonObject {
  return { type: 'task', name, resourceArn };
}

/** Functions whose names say what they do (`breaks-2` is mended after two calls), and workers that fail the first two attempts of tasks that say so. */
export const WORKERS: Workers = {
  async invoke({ target, event, caller }) {
    const name = 'functionName' in target ? target.functionName : '';
    const attempt = Number(caller.taskId.split('/').at(-1));
    return outcomeOf(name, JSON.parse(event), attempt);
  },
  report({ stepName, task: { attempt } }: AwaitedTask) {
    if (stepName.includes('silent') && attempt === 0) return undefined;
    return stepName.endsWith('failing') && attempt < 2
      ? { kind: 'failed', failure: { error: 'Refused', cause: `attempt ${attempt}` } }
      : { kind: 'succeeded', output: JSON.stringify({ reportedAt: attempt }) };
  },
  isSilent({ stepName, task: { attempt } }: AwaitedTask) {
    return stepName.includes('silent') && attempt === 0;
  },
};

function outcomeOf(name: string, input: JsonObject, attempt: number): CallOutcome | undefined {
  const [kind, times] = name.split('-');
  switch (kind) {
    case 'hangs':
      return undefined;
    case 'big':
      return succeeded({ big: 'x'.repeat(5_000) });
    case 'text':
      return succeeded('{"said": 1.50}');
    case 'count':
      return succeeded({ rounds: (typeof input['rounds'] === 'number' ? input['rounds'] : 0) + 1 });
    case 'fails':
      return attempt < Number(times) ? failed('Busy', attempt) : succeeded({ attempt });
    case 'breaks':
      return attempt < Number(times) ? failed('Broken', attempt) : succeeded({ ok: true });
    case 'never':
      return failed('Broken', attempt);
    default:
      return succeeded({ ok: true });
  }
}

function succeeded(value: object | string): CallOutcome {
  return { kind: 'succeeded', output: JSON.stringify(value) };
}

function failed(error: string, attempt: number): CallOutcome {
  return { kind: 'failed', failure: { error, cause: `attempt ${attempt}` } };
}
