import { isDeepStrictEqual } from 'node:util';
import type { EventView } from '../../src/api/contract.ts';
import type { ExampleCase } from './example.ts';
import type { CaseOutcome } from './run-case.ts';

/** Names of all entered steps, in order. */
export function enteredSteps(events: readonly EventView[]): string[] {
  return events.filter(({ Type }) => Type === 'StepEntered').map(({ StepName }) => StepName);
}

/** How often the task of each of these steps was called. */
function callsOf(steps: readonly string[], events: readonly EventView[]): Readonly<Record<string, number>> {
  const calls = (step: string) =>
    events.filter(({ Type, StepName }) => Type === 'TaskStarted' && StepName === step).length;
  return Object.fromEntries(steps.map((step) => [step, calls(step)]));
}

/** The error that ended an execution, empty when none did. */
export function endingError(events: readonly EventView[]): string {
  const { error }: { error?: string } = JSON.parse(events.at(-1)?.EventDetail ?? '{}');
  return error ?? '';
}

/** The differences from the expectations of a case, one line each; empty without any. */
export function checkCase(expected: ExampleCase, { status, output, events }: CaseOutcome): string[] {
  const actual = {
    status,
    output: output === '' ? undefined : (JSON.parse(output) as unknown),
    error: endingError(events) || undefined,
    steps: expected.steps && enteredSteps(events),
    calls: expected.calls && callsOf(Object.keys(expected.calls), events),
  };
  return (['status', 'output', 'error', 'steps', 'calls'] as const)
    .filter((part) => !isDeepStrictEqual(actual[part], expected[part]))
    .map((part) => `${part}: expected ${show(expected[part])}, found ${show(actual[part])}.`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
