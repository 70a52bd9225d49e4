import type { ExecutionView } from '../../src/api/contract.ts';
import type { CaseSchedule, ExampleCase } from './example.ts';
import { type CaseUpload, SCHEDULE_NAME } from './example-starts.ts';
import type { Home } from './run-case.ts';

const SOON_MILLISECONDS = 3_000;
const PATIENT_LOOKS = 24;

/**
 * Starts the execution of a case the way that the case asks for, and returns its name.
 *
 * A home that knows no uploads or schedules gets a plain start with the input that they would give.
 */
export async function startCase(home: Home, exampleCase: ExampleCase): Promise<string> {
  const { name, flowName, input, upload, schedule } = exampleCase;
  if (upload !== undefined && home.upload !== undefined) return await startByUpload(home, flowName, upload);
  if (schedule !== undefined && home.hasSchedules) return await startBySchedule(home, flowName, schedule);
  await home.call('StartExecution', {
    FlowName: flowName,
    ExecutionName: name,
    Input: JSON.stringify(input),
  });
  return name;
}

async function startByUpload(home: Home, flowName: string, upload: CaseUpload): Promise<string> {
  const before = await namesOf(home, flowName);
  await home.upload?.(upload);
  const isIt = ({ Name, Input }: ExecutionView) => {
    const { object }: { object: { key: string } } = JSON.parse(Input);
    return !before.has(Name) && object.key === upload.key;
  };
  const name = await awaitStart(home, flowName, isIt);
  if (name === undefined) throw new Error(`The upload of ${upload.key} has started nothing.`);
  return name;
}

async function startBySchedule(home: Home, FlowName: string, { payload }: CaseSchedule): Promise<string> {
  const key = { FlowName, ScheduleName: SCHEDULE_NAME };
  await home.call('CreateSchedule', {
    ...key,
    CronExpression: soon(),
    Payload: JSON.stringify(payload),
    Enable: true,
  });
  for (;;) {
    await home.fireSchedules?.();
    const name = await awaitStart(home, FlowName, isScheduled);
    if (name !== undefined) {
      await home.call('DeleteSchedule', key);
      return name;
    }
    // A busy machine created it too late: it would be due tomorrow.
    await home.call('UpdateSchedule', { ...key, CronExpression: soon() });
  }
}

function isScheduled({ Name }: ExecutionView): boolean {
  return Name.startsWith('schedule-');
}

/** Once a day, for the first time in a moment. */
function soon(): string {
  const time = new Date(Date.now() + SOON_MILLISECONDS);
  return `${time.getUTCSeconds()} ${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
}

async function namesOf(home: Home, FlowName: string): Promise<ReadonlySet<string>> {
  const { Executions } = await home.call('ListExecutions', { FlowName, Limit: 99 });
  return new Set(Executions.map(({ Name }) => Name));
}

/** The name of the execution that has been started. @returns undefined when it is not there after a while. */
async function awaitStart(
  home: Home,
  FlowName: string,
  isIt: (execution: ExecutionView) => boolean,
): Promise<string | undefined> {
  for (let look = 0; look < PATIENT_LOOKS; look += 1) {
    const { Executions } = await home.call('ListExecutions', { FlowName, Limit: 99 });
    const found = Executions.find(isIt);
    if (found !== undefined) return found.Name;
    await home.pause();
  }
  return undefined;
}
