import type { OverlapPolicyName, RequestOf, ScheduleView } from '../../../../../src/api/contract.ts';
import { LATEST } from '../../../api/latest.ts';
import { prettyJson } from '../../../components/code/json-text.ts';

/** The fields of a schedule in the form. */
export interface ScheduleDraft {
  readonly name: string;
  readonly cron: string;
  readonly description: string;
  readonly payload: string;
  readonly isEnabled: boolean;
  /** A version or an alias; null for the newest definition. */
  readonly qualifier: string | null;
  readonly overlap: OverlapPolicyName;
  /** Local times as their inputs have them; empty for no bound. */
  readonly start: string;
  readonly end: string;
  /** Seconds. */
  readonly jitter: number;
  readonly catchUp: number;
  readonly pauseReason: string;
}

/** The fields of a schedule that is not made yet. */
export const NEW_SCHEDULE: ScheduleDraft = {
  name: '',
  cron: '@every 5m',
  description: '',
  payload: '',
  isEnabled: true,
  qualifier: null,
  overlap: 'AllowAll',
  start: '',
  end: '',
  jitter: 0,
  catchUp: 0,
  pauseReason: '',
};

/** The fields of a stored schedule. */
export function draftOf(schedule: ScheduleView): ScheduleDraft {
  return {
    name: schedule.ScheduleName,
    cron: schedule.CronExpression,
    description: schedule.Description,
    payload: prettyJson(schedule.Payload),
    isEnabled: schedule.Enable,
    qualifier: schedule.Qualifier ?? null,
    overlap: schedule.OverlapPolicy ?? 'AllowAll',
    start: toLocalInput(schedule.StartTime ?? ''),
    end: toLocalInput(schedule.EndTime ?? ''),
    jitter: schedule.JitterSeconds ?? 0,
    catchUp: schedule.CatchUpSeconds ?? 0,
    pauseReason: schedule.PauseReason ?? '',
  };
}

/** The call that saves a draft. */
export function requestOf(flowName: string, draft: ScheduleDraft): RequestOf<'CreateSchedule'> {
  return {
    FlowName: flowName,
    ScheduleName: draft.name,
    CronExpression: draft.cron,
    Description: draft.description,
    Payload: draft.payload.trim(),
    Enable: draft.isEnabled,
    Qualifier: draft.qualifier ?? LATEST,
    OverlapPolicy: draft.overlap,
    StartTime: fromLocalInput(draft.start),
    EndTime: fromLocalInput(draft.end),
    JitterSeconds: draft.jitter,
    CatchUpSeconds: draft.catchUp,
    PauseReason: draft.isEnabled ? '' : draft.pauseReason,
  };
}

/** An instant in the form of an input of type `datetime-local`, in the reader's zone; empty for none. */
export function toLocalInput(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** The instant in an input of type `datetime-local`, as RFC 3339; empty for none. */
export function fromLocalInput(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
