import { jsonSize } from '../expressions/json-size.ts';
import type { ExecutionEvent } from './event.ts';
import { running } from './frames.ts';
import { type ActiveStep, currentStep, type ExecutionState, type Frame } from './state.ts';

/**
 * Says how a step exceeds the limit on its input, output and local together, counted as UTF-8 bytes of compact
 * JSON; undefined when it does not. Looked at where one of the three has just been built.
 */
export function dataExcess(state: ExecutionState, event: ExecutionEvent, limit: number): string | undefined {
  const frame = 'frame' in event ? state.frames.get(event.frame) : undefined;
  if (frame === undefined) return undefined;
  const bytes = bytesAfter(event, frame);
  if (bytes <= limit) return undefined;
  const name = currentStep(frame)?.name ?? 'the last step';
  return `input, output and local at ${name} take ${bytes} bytes together; at most ${limit} are allowed`;
}

function bytesAfter(event: ExecutionEvent, frame: Frame): number {
  switch (event.type) {
    case 'StepStarted':
    case 'TaskScheduled':
    case 'StepSucceeded':
    case 'TaskSucceeded':
      return stepBytes(running(frame).active);
    case 'StepExited':
      return jsonSize(frame.input) + jsonSize(frame.local);
    default:
      return 0;
  }
}

function stepBytes({ input, phase }: ActiveStep): number {
  switch (phase.kind) {
    case 'finished':
      return jsonSize(input) + jsonSize(phase.local);
    case 'succeeded':
      return jsonSize(input) + jsonSize(phase.local) + jsonSize(phase.output);
    default:
      return jsonSize(input);
  }
}
