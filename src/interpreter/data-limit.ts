import type { JsonValue } from '../common/json.ts';
import { measureJson } from '../common/measure-json.ts';
import { MAX_DATA_DEPTH } from '../limits.ts';
import type { ExecutionEvent } from './event.ts';
import { running } from './frames.ts';
import { type ActiveStep, currentStep, type ExecutionState, type Frame } from './state.ts';

/**
 * Says how a step exceeds the limits on its input, output and local together, counted as UTF-8 bytes of compact
 * JSON, or on the nesting of each; undefined when it does not. Looked at where one of them has just been built.
 */
export function dataExcess(state: ExecutionState, event: ExecutionEvent, limit: number): string | undefined {
  const frame = 'frame' in event ? state.frames.get(event.frame) : undefined;
  if (frame === undefined) return undefined;
  const place = `input, output and local at ${currentStep(frame)?.name ?? 'the last step'}`;
  return excessOf(builtBy(event, frame), place, limit);
}

/** Says how the output of a flow exceeds the same limits; undefined when it does not. */
export function outputExcess(output: JsonValue, limit: number): string | undefined {
  return excessOf([output], "the flow's output mappings", limit);
}

function excessOf(values: readonly JsonValue[], place: string, limit: number): string | undefined {
  let bytes = 0;
  let depth = 0;
  for (const value of values) {
    const measure = measureJson(value);
    bytes += measure.bytes;
    depth = Math.max(depth, measure.depth);
  }
  if (bytes > limit) return `${place} take ${bytes} bytes together; at most ${limit} are allowed`;
  return depth > MAX_DATA_DEPTH
    ? `${place} are nested ${depth} deep; at most ${MAX_DATA_DEPTH} is allowed`
    : undefined;
}

function builtBy(event: ExecutionEvent, frame: Frame): readonly JsonValue[] {
  switch (event.type) {
    case 'StepStarted':
    case 'TaskScheduled':
    case 'StepSucceeded':
    case 'TaskSucceeded':
      return dataOf(running(frame).active);
    case 'StepExited':
      return [frame.input, frame.local];
    default:
      return [];
  }
}

function dataOf({ input, phase }: ActiveStep): readonly JsonValue[] {
  switch (phase.kind) {
    case 'finished':
      return [input, phase.local];
    case 'succeeded':
      return [input, phase.local, phase.output];
    default:
      return [input];
  }
}
