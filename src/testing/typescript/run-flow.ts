import type { EventView } from '../../api/contract.ts';
import type { JsonObject, JsonValue } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import type { Flow } from '../../flow/flow.ts';
import type { CaseOutcome, CaseRun } from '../cases/case-run.ts';
import { problemText } from '../cases/problem-text.ts';
import { FunctionFolders } from '../cases/real-functions.ts';
import { runCase } from '../cases/run-case.ts';
import { stubbedFlows } from '../cases/stubbed-names.ts';
import { millisecondsOf, type Span } from './span.ts';
import { stubsOf, type TaskStubs } from './task-stubs.ts';

/** How an execution of a flow is to go. */
export interface RunFlowOptions {
  /** @default an empty object */
  readonly input?: JsonObject;
  /** Stubs of its tasks, by the names of steps or by resource ARNs. */
  readonly tasks?: TaskStubs;
  /** Definitions of flows that it starts, by their names; those of others are stubbed. @default none */
  readonly flows?: Readonly<Record<string, string>>;
  /** A folder of functions, which tasks without stubs call. @default every task needs a stub */
  readonly functions?: string;
  /** The time that its clock shows first. @default noon of 2026-01-05 in UTC */
  readonly clock?: { readonly at: string | Date };
  /** When it is stopped, and why. @default never */
  readonly stop?: { readonly after: Span; readonly error?: string; readonly cause?: string };
}

/** A call that a task made. */
export interface FlowCall {
  readonly step: string;
  readonly resourceArn: string;
  readonly input: JsonValue;
  /** Milliseconds after the start. */
  readonly after: number;
}

/** An event of the history. */
export interface FlowEvent {
  readonly id: number;
  readonly type: string;
  /** Empty for events of the execution itself. */
  readonly step: string;
  readonly at: Date;
  readonly detail: JsonValue;
}

/** How an execution went. */
export interface FlowRun {
  readonly status: CaseOutcome['status'];
  /** Absent unless it succeeded. */
  readonly output?: JsonObject;
  /** Empty unless it ended otherwise. */
  readonly error: string;
  readonly cause: string;
  /** Names of the steps in the order in which they were entered. */
  readonly path: readonly string[];
  readonly calls: readonly FlowCall[];
  readonly events: readonly FlowEvent[];
  /** Milliseconds from its start to its end, on its own clock. */
  readonly lasts: number;
}

/** Noon of a day, so that times are readable. */
const NOON = Date.UTC(2026, 0, 5, 12);

/**
 * Runs a definition on the production engine, in memory and on a clock of its own, with everything that it causes.
 *
 * @throws when the definition is not valid, when a call has no stub, and when the execution cannot end.
 */
export async function runFlow(definition: string, options: RunFlowOptions = {}): Promise<FlowRun> {
  const { input = {}, tasks = {}, flows = {}, functions: folder, clock, stop } = options;
  const { flow } = parsed('the flow', definition);
  const name = flow.name ?? 'flow';
  const stubs = stubsOf(tasks);
  const others = Object.entries(flows).map(([key, text]) => ({ key, text, flow: parsed(key, text).flow }));
  const stubbed = stubbedFlows([flow, ...others.map((other) => other.flow)], stubs);
  const running = others.filter(({ key }) => !stubbed.has(key)).map(({ key, text }) => [key, text] as const);
  const folders = new FunctionFolders((line) => console.log(line));
  const run: CaseRun = {
    flows: { [name]: definition, ...Object.fromEntries(running) },
    start: { kind: 'input', input },
    at: clock === undefined ? NOON : instantOf(clock.at),
    stubs,
    ...(folder !== undefined && { functions: folders.of(folder) }),
    ...(stop !== undefined && {
      stop: { after: millisecondsOf(stop.after), error: stop.error ?? '', cause: stop.cause ?? '' },
    }),
  };
  try {
    return flowRunOf(await runCase(run), run);
  } finally {
    await folders.close();
  }
}

function flowRunOf(outcome: CaseOutcome, { at }: CaseRun): FlowRun {
  const { problem, calls, events, executions: _, ...rest } = outcome;
  if (problem !== undefined) throw new Error(problemText(problem).join('\n'));
  return {
    ...rest,
    calls: calls.map(({ stepName, resourceArn, input, at: calledAt }) => {
      return { step: stepName, resourceArn, input, after: calledAt - at };
    }),
    events: events.map(eventOf),
  };
}

function eventOf({ EventId, Type, StepName, Time, EventDetail }: EventView): FlowEvent {
  return { id: EventId, type: Type, step: StepName, at: new Date(Time), detail: parseJson(EventDetail) };
}

function parsed(what: string, text: string): { readonly flow: Flow } {
  const { flow, diagnostics } = parseFlow(text);
  if (flow !== undefined) return { flow };
  const problems = diagnostics.map(({ line, path, message }) => `  line ${line}, ${path}: ${message}`);
  throw new Error([`${what} is not a valid definition:`, ...problems].join('\n'));
}

function instantOf(at: string | Date): number {
  const instant = new Date(at).getTime();
  if (Number.isNaN(instant))
    throw new Error(`clock.at must be a time such as 2026-03-29T00:30:00Z, not ${at}`);
  return instant;
}
