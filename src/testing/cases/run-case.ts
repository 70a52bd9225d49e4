import type { EventView } from '../../api/contract.ts';
import { formatTime } from '../../api/views/format-time.ts';
import type { JsonObject } from '../../common/json.ts';
import { parseStored } from '../../common/json-text.ts';
import { readHistory, readSteps } from '../../engine/history/history.ts';
import { keptText } from '../../engine/log/kept-text.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { KeptText } from '../../ports/kept-text.ts';
import { CaseHome } from './case-home.ts';
import type { CaseOutcome, CaseRun, CaseStop, RanExecution, RunProblem } from './case-run.ts';
import type { SeenCall } from './case-targets.ts';
import { parentStep } from './parent-step.ts';
import { startCase } from './start-case.ts';

/** An execution that has ended, or cannot. */
export interface FinishedCase {
  /** Without any event. */
  readonly outcome: CaseOutcome;
  /** The same with the events: to render them takes longer than all else about the outcome. */
  withEvents(): Promise<CaseOutcome>;
}

/** Runs the execution of a case to its end, with everything that it causes, on a clock of its own. */
export async function runCase(run: CaseRun): Promise<CaseOutcome> {
  return await (await finishCase(run)).withEvents();
}

/** As `runCase`, for a caller that needs the events of few cases only. */
export async function finishCase(run: CaseRun): Promise<FinishedCase> {
  const home = new CaseHome(run);
  await home.open(run);
  const names = Object.keys(run.flows);
  const [flowName = ''] = names;
  const startedAt = await startCase(home, flowName, run.start);
  const { stop } = run;
  if (stop !== undefined)
    home.clock.schedule(startedAt + stop.after, () => void stopMain(home, flowName, stop));
  await home.run();
  const main = await mainExecution(home, flowName);
  const outcome = await outcomeOf(home, main, names);
  return { outcome, withEvents: async () => await withEvents(home, main, names, outcome) };
}

async function stopMain(home: CaseHome, FlowName: string, { error, cause }: CaseStop) {
  const main = await mainExecution(home, FlowName);
  if (main !== undefined)
    await home.call('StopExecution', { FlowName, ExecutionName: main.id.name, Error: error, Cause: cause });
}

async function outcomeOf(
  home: CaseHome,
  main: ExecutionHeader | undefined,
  flowNames: readonly string[],
): Promise<CaseOutcome> {
  const calls: SeenCall[] = [...home.calls];
  for (const name of flowNames)
    for (const header of await headersOf(home, name)) calls.push(...(await callOf(home, header)));
  const steps = main === undefined ? [] : await readSteps(home.services, main);
  const {
    status = main === undefined ? 'Starting' : 'Running',
    output = '',
    failure,
    stoppedAt,
  } = main?.end ?? {};
  const problem = home.problem ?? (main?.end === undefined ? stuckAt(steps) : undefined);
  return {
    status,
    ...(output !== '' && main !== undefined && { output: await dataOf(home, main, output) }),
    error: failure?.error ?? '',
    cause: failure?.cause ?? '',
    path: steps.filter(({ type }) => type === 'StepEntered').map(({ stepName }) => stepName),
    calls,
    lasts: (stoppedAt ?? home.clock.now()) - (main?.startedAt ?? home.clock.now()),
    events: [],
    executions: [],
    ...(problem !== undefined && { problem }),
  };
}

async function withEvents(
  home: CaseHome,
  main: ExecutionHeader | undefined,
  flowNames: readonly string[],
  outcome: CaseOutcome,
): Promise<CaseOutcome> {
  const executions: RanExecution[] = [];
  for (const flowName of flowNames)
    for (const header of await headersOf(home, flowName))
      executions.push({ flowName, name: header.id.name, events: await eventsOf(home, header) });
  const events = executions.find(({ name }) => name === main?.id.name)?.events ?? [];
  return { ...outcome, events, executions };
}

/** The start of a flow that really runs, as a call of the task that has started it. */
async function callOf(home: CaseHome, header: ExecutionHeader): Promise<readonly SeenCall[]> {
  const parent = header.startedBy === undefined ? undefined : await parentStep(home.services, header.id);
  if (parent === undefined) return [];
  return [{ ...parent, input: await dataOf(home, header, header.input), at: header.startedAt }];
}

async function dataOf({ services }: CaseHome, header: ExecutionHeader, text: KeptText): Promise<JsonObject> {
  return parseStored(await keptText(services, header, text));
}

/** The problem of a run in which nothing more can happen: it waits at the steps that were entered and never left. */
function stuckAt(steps: Awaited<ReturnType<typeof readSteps>>): RunProblem {
  const open = new Map<string, number>();
  for (const { type, stepName } of steps) {
    const change = type === 'StepEntered' ? 1 : type === 'StepExited' || type === 'StepFailed' ? -1 : 0;
    open.set(stepName, (open.get(stepName) ?? 0) + change);
  }
  return { kind: 'stuck', waitsAt: [...open].filter(([, count]) => count > 0).map(([name]) => name) };
}

/** The oldest execution of the flow that no other one has started. */
async function mainExecution(home: CaseHome, flowName: string): Promise<ExecutionHeader | undefined> {
  return (await headersOf(home, flowName)).find(({ startedBy }) => startedBy === undefined);
}

async function eventsOf({ services }: CaseHome, header: ExecutionHeader): Promise<readonly EventView[]> {
  const history = await readHistory(services, header, 1, Number.MAX_SAFE_INTEGER);
  return history.map(({ id, scheduleEventId, stepName, type, detail, at }) => ({
    EventId: id,
    ScheduleEventId: scheduleEventId,
    StepName: stepName,
    Type: type,
    EventDetail: detail,
    Time: formatTime(at),
  }));
}

/** Oldest first. */
async function headersOf({ services }: CaseHome, flowName: string): Promise<readonly ExecutionHeader[]> {
  const flow = await services.flows.readFlow(flowName);
  if (flow === undefined) return [];
  const query = { flowId: flow.id, limit: Number.MAX_SAFE_INTEGER };
  return (await services.executions.list(query)).executions.toReversed();
}
