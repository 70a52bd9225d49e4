import { stringifyJson } from '../../common/json-text.ts';
import type { Instant } from '../../interpreter/event.ts';
import { eventDetail, eventId, type ObjectCreated } from '../../local/objects/object-created.ts';
import { RefusedCall } from '../call-api.ts';
import type { CaseHome } from './case-home.ts';
import type { CaseStart } from './case-run.ts';

/** Name of an execution that nothing but its input starts. */
const EXECUTION = 'case';

/** Starts the execution of a case, or arranges its start. @returns the time of the start */
export async function startCase(home: CaseHome, FlowName: string, start: CaseStart): Promise<Instant> {
  const now = home.clock.now();
  try {
    switch (start.kind) {
      case 'input':
        await startNamed(home, FlowName, EXECUTION, stringifyJson(start.input));
        return now;
      case 'schedule':
        return await startBySchedule(home, FlowName, start);
      default: {
        const created = createdBy(start);
        await startNamed(home, FlowName, `event-${eventId(created)}`, stringifyJson(eventDetail(created)));
        return now;
      }
    }
  } catch (error) {
    if (!(error instanceof RefusedCall)) throw error;
    home.fail({ kind: 'not-started', message: error.message });
    return now;
  }
}

async function startNamed({ call }: CaseHome, FlowName: string, ExecutionName: string, Input: string) {
  await call('StartExecution', { FlowName, ExecutionName, Input });
}

/** The schedule fires once. */
async function startBySchedule(
  { call, clock }: CaseHome,
  FlowName: string,
  { name: ScheduleName, cron: CronExpression, payload }: Extract<CaseStart, { kind: 'schedule' }>,
): Promise<Instant> {
  const key = { FlowName, ScheduleName };
  await call('CreateSchedule', { ...key, CronExpression, Payload: stringifyJson(payload), Enable: true });
  const due = clock.nextDue() ?? clock.now();
  clock.schedule(due, () => void call('DeleteSchedule', key));
  return due;
}

/** The MD5 of nothing stands for that of the content, which is not there. */
const ETAG = 'd41d8cd98f00b204e9800998ecf8427e';

function createdBy({ bucket, key, size }: Extract<CaseStart, { kind: 'upload' }>): ObjectCreated {
  return { bucket, key, size, etag: ETAG, sequencer: '0', reason: 'PutObject' };
}
