import { createHash } from 'node:crypto';
import { escapedBytes } from '../../common/text-bytes.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import { type ExecutionHeader, fullNameOf } from '../../ports/execution-store.ts';
import {
  EVENT_SOURCE,
  type EventOrigin,
  type StatusDetail,
  type ToldStatus,
} from '../../ports/status-events.ts';
import { keptText } from '../log/kept-text.ts';
import type { EngineServices } from '../services.ts';

/** The `detail-type` of all events. */
export const DETAIL_TYPE = 'Flow Execution Status Change';

/** Bytes of input and output together, as texts inside of JSON: the bound of the events of Step Functions. */
const DATA_BYTES = 248 * 1024;

/**
 * The event of a change. Where input and output are too large together, the input is left out, and the output too if it is too large
 * alone. One that is kept apart is read only if it may fit.
 */
export async function statusDetail(
  services: Pick<EngineServices, 'blobs'>,
  { header, end }: ToldStatus,
  origin: EventOrigin,
): Promise<StatusDetail> {
  const output = end?.status === 'Succeeded' ? await fitting(services, header, end.output, DATA_BYTES) : null;
  const left = output === null ? DATA_BYTES : DATA_BYTES - escapedBytes(output);
  const input = await fitting(services, header, header.input, left);
  const { error = null, cause = null } = end?.failure ?? {};
  const { redriven, startedAt, flowName } = header;
  const redriveCount = end === undefined ? (redriven?.count ?? 0) : (end.redrives ?? 0);
  const status = end?.status ?? 'Running';
  return {
    eventId: eventId(header, `${redriveCount} ${status}`),
    ...arnsOf(header, origin),
    flowName,
    name: fullNameOf(header),
    status,
    startDate: startedAt,
    stopDate: end?.stoppedAt ?? null,
    input,
    inputDetails: { included: input !== null },
    output,
    outputDetails: end?.status === 'Succeeded' ? { included: output !== null } : null,
    error,
    cause,
    step: end?.step ?? null,
    redriveCount,
    ...(header.labels !== undefined && { labels: header.labels }),
  };
}

/** An event as a webhook gets it; a bus adds these fields itself. */
export function statusEvent(detail: StatusDetail, { region, account }: EventOrigin, time: number) {
  return {
    version: '0',
    id: detail.eventId,
    'detail-type': DETAIL_TYPE,
    source: EVENT_SOURCE,
    account,
    region,
    time: new Date(time).toISOString(),
    resources: [detail.executionArn],
    detail,
  };
}

/** An event without its data, for a place that is too small for them. */
export function withoutData(detail: StatusDetail): StatusDetail {
  const { outputDetails } = detail;
  const left = { included: false };
  return {
    ...detail,
    input: null,
    inputDetails: left,
    output: null,
    outputDetails: outputDetails && left,
  };
}

async function fitting(
  services: Pick<EngineServices, 'blobs'>,
  header: ExecutionHeader,
  kept: ExecutionHeader['input'],
  bytes: number,
): Promise<string | null> {
  if (typeof kept !== 'string' && kept.bytes > bytes) return null;
  try {
    const text = await keptText(services, header, kept);
    return escapedBytes(text) <= bytes ? text : null;
  } catch (error) {
    // A text that is gone keeps no end from being told.
    if (error instanceof DamagedData) return null;
    throw error;
  }
}

function arnsOf({ flowName, ...header }: ExecutionHeader, { region, account }: EventOrigin) {
  const flowArn = `acs:fnf:${region}:${account}:flow/${flowName}`;
  return { executionArn: `${flowArn}/execution/${fullNameOf(header)}`, flowArn };
}

function eventId({ id, startedAt }: ExecutionHeader, change: string): string {
  return createHash('sha256').update(`${id.flowId} ${id.name} ${startedAt} ${change}`).digest('base64url');
}
