import { readHistory } from '../../engine/history/history.ts';
import { keptText } from '../../engine/log/kept-text.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { executionName } from '../params/map-run-params.ts';
import { integer, name, oneOf } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { findExecution } from './lookup.ts';

/** Most bytes that a UTF-16 unit takes in JSON: a control character, as an escape. */
const BYTES_OF_A_UNIT = 6;

/**
 * Returns the input or output of an execution, or the detail of an event, portion by portion: texts of any size, also those that
 * other operations leave out. The original service has no such operation: its data are small.
 */
export const getExecutionData = operation(
  'GetExecutionData',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    Field: required(oneOf('Input', 'Output', 'EventDetail')),
    EventId: optional(integer(1, Number.MAX_SAFE_INTEGER)),
    NextToken: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  },
  async ({ FlowName, ExecutionName, Field, EventId, NextToken = 0 }, services, { requestId }) => {
    const { header } = await findExecution(services, FlowName, ExecutionName);
    const text = await textOf(services, header, Field, EventId);
    const size = Math.floor(services.physical.responseBytes / BYTES_OF_A_UNIT);
    const Data = withoutHalf(text.slice(NextToken, NextToken + size));
    const end = NextToken + Data.length;
    return { Data, ...(end < text.length && { NextToken: String(end) }), RequestId: requestId };
  },
);

async function textOf(
  services: ApiServices,
  header: ExecutionHeader,
  field: 'Input' | 'Output' | 'EventDetail',
  eventId: number | undefined,
): Promise<string> {
  if (field === 'Input') return await keptText(services, header, header.input);
  if (field === 'Output') return await keptText(services, header, header.end?.output ?? '');
  if (eventId === undefined) throw new ApiError('MissingRequiredParams', 'Parameter EventId is missing');
  const [event] = await readHistory(services, header, eventId, 1);
  if (event !== undefined) return event.detail;
  throw new ApiError('InvalidArgument', `Parameter EventId: the execution has no event ${eventId}`);
}

/** A text without the first half of a surrogate pair at its end. */
function withoutHalf(text: string): string {
  return text.isWellFormed() || text.slice(1).isWellFormed() ? text : text.slice(0, -1);
}
