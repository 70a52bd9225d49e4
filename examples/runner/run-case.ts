import type {
  EventView,
  ExecutionStatus,
  OperationName,
  RequestOf,
  ResponseOf,
} from '../../src/api/contract.ts';
import { hasEnded } from '../../src/cli/output/execution-status.ts';
import type { CaseReport, Example, ExampleCase } from './example.ts';
import type { CaseUpload } from './example-starts.ts';
import type { Repair } from './repair.ts';
import { startCase } from './start-case.ts';

/** Where executions run: a server behind HTTP, or the engine in this process on a virtual clock. */
export interface Home {
  call<N extends OperationName>(operation: N, request: RequestOf<N>): Promise<ResponseOf<N>>;

  /** Gives the home time to go on. @throws when waiting any longer is pointless. */
  pause(): Promise<void>;

  /** Uploads an object; absent where no upload starts a flow. */
  upload?(object: CaseUpload): Promise<void>;

  /** Lets functions of a folder take the place of those with the same names; absent where that cannot be done. */
  release?(folder: URL): Promise<void>;

  /** True where schedules fire. */
  readonly hasSchedules?: boolean;

  /** Makes schedules due now; absent where time does. */
  fireSchedules?(): Promise<void>;
}

/** How a case ended. */
export interface CaseOutcome {
  readonly status: ExecutionStatus;
  /** JSON text, empty unless the execution succeeded. */
  readonly output: string;
  readonly events: readonly EventView[];
}

/** Creates all flows of an example. */
export async function createFlows(home: Home, example: Example): Promise<void> {
  for (const [name, definition] of Object.entries(example.flows)) {
    const description = `From examples/${example.name}`;
    await home.call('CreateFlow', {
      Name: name,
      Definition: definition,
      Description: description,
      Type: 'FDL',
    });
  }
}

/**
 * Runs a case, with what it says has to happen meanwhile, and returns how the execution ended: with a repair, after it was
 * let go on from its first end.
 */
export async function runCase(
  home: Home,
  exampleCase: ExampleCase,
  onEvents: (events: readonly EventView[]) => void = () => {},
  repair?: Repair,
): Promise<CaseOutcome> {
  const key = { FlowName: exampleCase.flowName, ExecutionName: await startCase(home, exampleCase) };
  const events: EventView[] = [];
  let { report, release } = exampleCase;
  let isToRepair = repair !== undefined;
  for (;;) {
    const { Status, Output } = await home.call('DescribeExecution', key);
    const newEvents = await readEvents(home, key, events.length + 1);
    if (newEvents.length > 0) onEvents(newEvents);
    events.push(...newEvents);
    if (hasEnded(Status) && isToRepair) {
      await repair?.();
      isToRepair = false;
      continue;
    }
    if (hasEnded(Status)) return { status: Status, output: Output, events };
    if (report !== undefined && (await reportIfSubmitted(home, report, newEvents))) report = undefined;
    if (release !== undefined && hasEntered(release.step, newEvents)) {
      await home.release?.(release.folder);
      release = undefined;
    }
    await home.pause();
  }
}

function hasEntered(step: string, events: readonly EventView[]): boolean {
  return events.some(({ Type, StepName }) => Type === 'StepEntered' && StepName === step);
}

/** Every event from one id on that exists now. */
async function readEvents(
  home: Home,
  key: Pick<RequestOf<'GetExecutionHistory'>, 'FlowName' | 'ExecutionName'>,
  firstId: number,
): Promise<EventView[]> {
  const events: EventView[] = [];
  let token: string | undefined = String(firstId);
  while (token !== undefined) {
    const page: ResponseOf<'GetExecutionHistory'> = await home.call('GetExecutionHistory', {
      ...key,
      NextToken: token,
      Limit: 999,
    });
    events.push(...page.Events);
    token = page.NextToken;
  }
  return events;
}

/** The token is read where a user reads it: from what the submitted function returned. */
async function reportIfSubmitted(
  home: Home,
  report: CaseReport,
  events: readonly EventView[],
): Promise<boolean> {
  const submitted = events.find(({ Type, StepName }) => Type === 'TaskSubmitted' && StepName === report.step);
  if (submitted === undefined) return false;
  const detail: { output: { taskToken: string } } = JSON.parse(submitted.EventDetail);
  const TaskToken = detail.output.taskToken;
  if ('output' in report) {
    await home.call('ReportTaskSucceeded', { TaskToken, Output: JSON.stringify(report.output) });
  } else {
    await home.call('ReportTaskFailed', { TaskToken, Error: report.error, Cause: report.cause });
  }
  return true;
}
