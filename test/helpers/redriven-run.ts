import type { Refused } from '../../src/interpreter/resume/chosen-point.ts';
import { planResume, type ResumePlan, type ResumeRequest } from '../../src/interpreter/resume/plan-resume.ts';
import { Timeline } from '../../src/interpreter/resume/timeline.ts';
import { initialState } from '../../src/interpreter/state.ts';
import { flowOf, type Run } from '../../src/testing/run-flow.ts';

/** The parameters of a redrive that a test chooses; the definition is the run's own unless the test gives the text of another. */
export type Wanted = Partial<Omit<ResumeRequest, 'flow'>> & { readonly definition?: string };

/** The log of a run so far, folded. */
export function timelineOf(run: Run, versions: ReadonlyMap<number, ReturnType<typeof flowOf>>): Timeline {
  const timeline = new Timeline(initialState(versions.get(1) ?? run.state.flow, run.state.facts, versions));
  for (const { events, at } of run.steps) for (const event of events) timeline.add(event, at, 'message');
  return timeline;
}

/** How an execution goes on. */
export function planOf(run: Run, { definition, ...wanted }: Wanted = {}): ResumePlan | Refused {
  const versions = new Map(run.state.versions);
  if (!versions.has(1)) versions.set(1, run.state.flow);
  const flowVersion = definition === undefined ? (run.state.flowVersion ?? 1) : versions.size + 1;
  if (definition !== undefined) versions.set(flowVersion, flowOf(definition));
  run.state = { ...run.state, versions };
  const flow = versions.get(flowVersion) ?? run.state.flow;
  const request = { type: 'ExecutionRedriven', flow, flowVersion, ...wanted } as const;
  return planResume(timelineOf(run, versions), request, run.circumstances().limits);
}

/** Lets a run go on after its end. @throws when that is refused */
export function redriven(run: Run, wanted: Wanted = {}): Run {
  const plan = planOf(run, wanted);
  if ('refused' in plan) throw new Error(plan.refused);
  return run.resume(plan.event).onToEnd();
}

/** Why a run cannot go on; empty when it can. */
export function refusal(run: Run, wanted: Wanted = {}): string {
  const plan = planOf(run, wanted);
  return 'refused' in plan ? plan.refused : '';
}

/** Names of the steps whose tasks were called, in order. */
export function called(run: Run): readonly string[] {
  return run.calls.map(({ stepName }) => stepName);
}
