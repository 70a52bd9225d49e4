import type { ExecutionView } from '../../src/api/contract.ts';
import type { CaseSchedule, ExampleCase } from './example.ts';
import { type CaseUpload, SCHEDULE_NAME } from './example-starts.ts';
import type { Home } from './run-case.ts';

/**
 * Starts the execution of a case the way that the case asks for, and answers its name.
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
  return await awaitStart(home, flowName, ({ Name, Input }) => {
    const { object }: { object: { key: string } } = JSON.parse(Input);
    return !before.has(Name) && object.key === upload.key;
  });
}

async function startBySchedule(home: Home, FlowName: string, schedule: CaseSchedule): Promise<string> {
  const key = { FlowName, ScheduleName: SCHEDULE_NAME };
  await home.call('CreateSchedule', {
    ...key,
    CronExpression: schedule.cron,
    Payload: JSON.stringify(schedule.payload),
    Enable: true,
  });
  const name = await awaitStart(home, FlowName, () => true);
  await home.call('DeleteSchedule', key);
  return name;
}

async function namesOf(home: Home, FlowName: string): Promise<ReadonlySet<string>> {
  const { Executions } = await home.call('ListExecutions', { FlowName, Limit: 100 });
  return new Set(Executions.map(({ Name }) => Name));
}

async function awaitStart(
  home: Home,
  FlowName: string,
  isIt: (execution: ExecutionView) => boolean,
): Promise<string> {
  for (;;) {
    const { Executions } = await home.call('ListExecutions', { FlowName, Limit: 100 });
    const found = Executions.find(isIt);
    if (found !== undefined) return found.Name;
    await home.pause();
  }
}
