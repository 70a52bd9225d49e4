import type { Instant } from '../../interpreter/event.ts';
import { MAX_PAYLOAD_BYTES } from '../../limits.ts';
import type { OverlapPolicy, ScheduleRecord } from '../../ports/flow-store.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';
import { checkCron } from './check-cron.ts';
import { checkDataSize } from './check-data-size.ts';
import { freeText } from './common-params.ts';
import { failureFlow, keptFailureFlow } from './failure-flow.ts';
import { boolean, integer, jsonObjectOrEmpty, oneOf, time } from './param-kinds.ts';
import { type Kind, optional, type ParamValues } from './params.ts';
import { keptQualifier, qualifier } from './version-params.ts';

/** Longest jitter: a message may be held back by so much, and a minute more. */
const MAX_JITTER_SECONDS = 600;
/** Longest window to catch up, and so at most 1,440 starts at once. */
const MAX_CATCH_UP_SECONDS = 86_400;

/** A time, or the empty text for none. */
const timeOrEmpty: Kind<Instant | ''> = {
  mayBeEmpty: true,
  parse: (given) => (given === '' ? { value: given } : time.parse(given)),
};

/** Parameters of a schedule that a change may leave out; those from `OverlapPolicy` on are not in the original. */
export const scheduleParams = {
  Payload: optional(jsonObjectOrEmpty),
  Qualifier: optional(qualifier),
  Description: optional(freeText),
  Enable: optional(boolean),
  OverlapPolicy: optional(oneOf('AllowAll', 'Skip', 'BufferOne', 'CancelOther')),
  StartTime: optional(timeOrEmpty),
  EndTime: optional(timeOrEmpty),
  JitterSeconds: optional(integer(0, MAX_JITTER_SECONDS)),
  CatchUpSeconds: optional(integer(0, MAX_CATCH_UP_SECONDS)),
  PauseReason: optional(freeText),
  OnFailure: optional(failureFlow),
};

type ScheduleParams = ParamValues<typeof scheduleParams>;

/** Checks an expression and a payload as far as they are given. @throws ApiError */
export function checkFiring(
  {
    CronExpression,
    Payload = '',
  }: { readonly CronExpression: string | undefined; readonly Payload: string | undefined },
  services: ApiServices,
): void {
  if (CronExpression !== undefined) {
    checkCron(CronExpression, services);
    const expression = parseCronExpression(CronExpression);
    if (expression.kind === 'once' && expression.at <= services.clock.now())
      throw new ApiError('InvalidArgument', `Parameter CronExpression: ${CronExpression} has passed`);
  }
  const stepDataBytes = Math.min(services.limits.stepDataBytes, MAX_PAYLOAD_BYTES);
  checkDataSize('Payload', Payload, { stepDataBytes });
}

/**
 * A schedule with the given parameters in place of its own. A start that waits is dropped: it belonged to the schedule as it was.
 *
 * @throws ApiError `InvalidArgument`
 */
export function changedSchedule(before: ScheduleRecord, params: ScheduleParams): ScheduleRecord {
  const {
    overlap,
    startAt,
    endAt,
    jitterSeconds,
    catchUpSeconds,
    pauseReason,
    onFailure,
    qualifier,
    waiting: _dropped,
    ...rest
  } = before;
  const isEnabled = params.Enable ?? rest.isEnabled;
  const policy = params.OverlapPolicy ?? overlap ?? 'AllowAll';
  const start = params.StartTime ?? startAt ?? '';
  const end = params.EndTime ?? endAt ?? '';
  const jitter = params.JitterSeconds ?? jitterSeconds ?? 0;
  const catchUp = params.CatchUpSeconds ?? catchUpSeconds ?? 0;
  const reason = params.PauseReason ?? (isEnabled ? '' : (pauseReason ?? ''));
  if (start !== '' && end !== '' && end <= start)
    throw new ApiError('InvalidArgument', 'Parameter EndTime must be later than StartTime');
  if (isEnabled && reason !== '')
    throw new ApiError(
      'InvalidArgument',
      'Parameter PauseReason tells why a schedule rests; Enable must be false',
    );
  return {
    ...rest,
    description: params.Description ?? rest.description,
    payload: params.Payload ?? rest.payload,
    ...keptQualifier(params.Qualifier ?? qualifier),
    isEnabled,
    ...(isPolicy(policy) && { overlap: policy }),
    ...(start !== '' && { startAt: start }),
    ...(end !== '' && { endAt: end }),
    ...(jitter > 0 && { jitterSeconds: jitter }),
    ...(catchUp > 0 && { catchUpSeconds: catchUp }),
    ...(reason !== '' && { pauseReason: reason }),
    ...keptFailureFlow(before.flowName, params.OnFailure ?? onFailure),
  };
}

function isPolicy(given: OverlapPolicy | 'AllowAll'): given is OverlapPolicy {
  return given !== 'AllowAll';
}
