import type { JsonObject, JsonValue } from '../common/json.ts';
import { evaluatePath, type PathScope } from '../expressions/evaluate-path.ts';
import type { Path } from '../expressions/path.ts';
import type { Mapping, Source } from '../flow/flow.ts';
import type { EventId } from './event.ts';
import { stepOf } from './frames.ts';
import type { ExecutionState, Frame } from './state.ts';

/**
 * Most elements of arrays that one list of mappings gathers, give or take one array. JSON of more exceeds the limit on
 * data in every profile, but a list of thousands of mappings could fill the memory before that limit is checked.
 */
const MAX_GATHERED = 4_000_000;

/**
 * The object that a list of mappings builds. Targets come in order; of two with one name the later wins.
 *
 * A path that leads nowhere leaves its entry out (docs/reference/language.md 2.5). Inside a choice option a `$local` path that leads
 * nowhere is looked up in `outerLocals`, nearest first.
 */
export function applyMappings(
  mappings: readonly Mapping[],
  scope: PathScope,
  outerLocals: readonly JsonObject[] = [],
): JsonObject {
  const entries: [string, JsonValue][] = [];
  let gathered = 0;
  for (const { target, source } of mappings) {
    if (gathered > MAX_GATHERED) break;
    const value = source.kind === 'constant' ? source.value : lookUp(source.path, scope, outerLocals);
    if (value === undefined) continue;
    entries.push([target, value]);
    if (Array.isArray(value)) gathered += value.length;
  }
  return Object.fromEntries(entries);
}

function lookUp(path: Path, scope: PathScope, outerLocals: readonly JsonObject[]): JsonValue | undefined {
  const value = evaluatePath(path, scope);
  if (value !== undefined || path.root !== 'local') return value;
  for (const local of outerLocals) {
    const outer = evaluatePath(path, { ...scope, local });
    if (outer !== undefined) return outer;
  }
  return undefined;
}

/** The value of a parameter that reads the step's input; undefined when its path leads nowhere. */
export function evaluateSource(source: Source, input: JsonObject): JsonValue | undefined {
  if (source.kind === 'constant') return source.value;
  return evaluatePath(source.path, { input, local: {}, context: {} });
}

/** The parent's input with the parent's local laid over it, or exactly what the step's inputMappings build. */
export function stepInput(
  state: ExecutionState,
  frame: Frame,
  mappings: readonly Mapping[] | undefined,
  entry: EventId,
  token?: string,
): JsonObject {
  if (mappings === undefined) return { ...frame.input, ...frame.local };
  const context = contextOf(state, frame, entry, token);
  return applyMappings(mappings, { input: frame.input, local: frame.local, context }, frame.outerLocals);
}

/** `$context` for the current step of a frame; `task` only where the step has a token. */
export function contextOf(state: ExecutionState, frame: Frame, entry: EventId, token?: string): JsonObject {
  return {
    flow: { name: state.facts.flowName, id: state.facts.flowId },
    execution: { name: state.facts.executionName },
    step: {
      name: stepOf(frame).name,
      eventId: entry,
      ...(frame.iterationIndex !== undefined && { iterationIndex: frame.iterationIndex }),
    },
    ...(token !== undefined && { task: { token } }),
  };
}
