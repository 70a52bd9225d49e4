import { type MapRole, mapTarget } from '../targets/map-run.ts';
import type { DistributedMap, Flow, Mapping, TaskStep } from './flow.ts';
import { allSteps } from './inner-lists.ts';

/** A part of a flow that runs in an execution of its own: a map run, or one of its batches. */
export interface FlowPart {
  /** The flow whose definition has the distributed foreach. */
  readonly flowId: string;
  /** Where that definition has it. */
  readonly place: string;
  readonly kind: 'run' | 'batch';
}

/** The items of one batch, as the input of its execution, and the object that takes what they lead to. */
export const BATCH_KEYS = {
  items: 'items',
  first: 'first',
  input: 'input',
  results: 'resultObject',
} as const;

/** The members of the output of a map run. */
const OUTPUT = [
  'mapRunName',
  'total',
  'succeeded',
  'failed',
  'failures',
  'results',
  'resultWriterDetails',
] as const;

/** The definition of a part; undefined when the flow has no distributed foreach at that place. */
export function partOf(flow: Flow, { place, kind }: FlowPart): Flow | undefined {
  const step = allSteps(flow.steps).find((step) => step.type === 'task' && step.map?.place === place);
  if (step?.type !== 'task' || step.map === undefined) return undefined;
  const { version } = flow;
  return kind === 'run' ? mapRunFlow(version, step, step.map) : batchFlow(version, step, step.map);
}

/** All batches, a task each, then the results. Its lists know how many items there are, and nothing of the items. */
function mapRunFlow(
  version: Flow['version'],
  { name }: TaskStep,
  { batches, itemReader }: DistributedMap,
): Flow {
  return {
    version,
    inputMappings: [reference('total', 'input', 'total')],
    outputMappings: OUTPUT.map((key) => reference(key, 'local', key)),
    steps: [
      {
        type: 'foreach',
        name,
        end: false,
        collection: { root: 'input', segments: [{ kind: 'member', name: 'total' }] },
        item: 'batch',
        steps: [partTask('batch')],
        batches,
        ...(itemReader !== undefined && { reading: [partTask('read')] }),
      },
      partTask('results'),
    ],
  };
}

function batchFlow(version: Flow['version'], { name }: TaskStep, map: DistributedMap): Flow {
  const { item, index, steps, resultWriter } = map;
  return {
    version,
    ...(resultWriter !== undefined && { outputMappings: [] }),
    steps: [
      {
        type: 'foreach',
        name,
        end: false,
        collection: { root: 'input', segments: [{ kind: 'member', name: BATCH_KEYS.items }] },
        item,
        ...(index !== undefined && { index }),
        steps,
        isBatch: true,
        outputMappings: [reference('results', 'local')],
      },
      ...(resultWriter === undefined ? [] : [writeTask()]),
    ],
  };
}

/** Writes what the items of a batch led to; the batch keeps none of it. */
function writeTask(): TaskStep {
  const inputMappings = [
    reference('results', 'local', 'results'),
    reference(BATCH_KEYS.results, 'input', BATCH_KEYS.results),
  ];
  return { ...partTask('write'), inputMappings };
}

function partTask(role: Exclude<MapRole, 'run'>): TaskStep {
  const pattern = role === 'batch' ? 'sync' : 'requestResponse';
  return { type: 'task', name: role, end: false, target: mapTarget(role), pattern, retry: [], catch: [] };
}

function reference(target: string, root: 'input' | 'local', ...names: readonly string[]): Mapping {
  const segments = names.map((name) => ({ kind: 'member', name }) as const);
  return { target, source: { kind: 'reference', path: { root, segments } } };
}
