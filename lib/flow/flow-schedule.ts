import type { JsonObject } from '../../src/common/json.ts';
import { parseCronExpression } from '../../src/schedules/cron-expression.ts';

/** The flow that is started with each execution that has failed: a construct, or the name of a flow of the service. */
export interface FailureHandler {
  readonly flow: string | { readonly flowName: string };
}

/** Its name. */
export function handlerName({ flow }: FailureHandler): string {
  return typeof flow === 'string' ? flow : flow.flowName;
}

/** The times at which a flow is started, and the payload of its input. */
export interface FlowSchedule {
  readonly name: string;
  /** An expression of the original service: `0 0 9 * * *`, `CRON_TZ=Asia/Shanghai 0 0 9 * * *` or `@every 5m`. */
  readonly cron: string;
  /** The member `payload` of the execution's input. @default {} */
  readonly payload?: JsonObject;
  /** The version or alias that is started. @default the newest definition */
  readonly qualifier?: string;
  /** @default true */
  readonly isEnabled?: boolean;
  /** The effect of a firing while the execution of an earlier one runs. @default AllowAll, it starts another */
  readonly overlap?: 'AllowAll' | 'Skip' | 'BufferOne' | 'CancelOther';
  /** Each start is late by up to so many seconds, 0 to 600. @default 0 */
  readonly jitterSeconds?: number;
  /** The flow that is started with each execution that fails or times out. @default that of the flow */
  readonly onFailure?: FailureHandler;
}

/** A schedule as the registrar takes it. @throws when its expression is not valid. */
export function scheduleProperties(schedule: FlowSchedule) {
  const { name, cron, payload, qualifier, isEnabled = true, overlap, jitterSeconds } = schedule;
  const handler = schedule.onFailure && handlerName(schedule.onFailure);
  const parsed = parseCronExpression(cron);
  if (parsed.kind === 'problem') throw new Error(`Schedule ${name}: ${parsed.message}`);
  return {
    Name: name,
    CronExpression: cron,
    Payload: payload === undefined ? '' : JSON.stringify(payload),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    Enable: String(isEnabled),
    ...(overlap !== undefined && { OverlapPolicy: overlap }),
    ...(jitterSeconds !== undefined && { JitterSeconds: String(jitterSeconds) }),
    ...(handler !== undefined && { OnFailure: handler }),
  };
}
