import { isJsonObject, type JsonValue } from '../../../common/json.ts';
import { jsonIn, readJson, stringifyJson } from '../../../common/json-text.ts';
import type { CallOutcome } from '../../../ports/task-targets.ts';
import { failed } from '../targets/call-failure.ts';
import { functionFailure } from '../targets/lambda-failure.ts';

/** The outcome of a call for which no driver waits, and the id that Lambda gave the call. */
export interface Reply {
  readonly requestId: string;
  readonly outcome: CallOutcome;
}

/** Ids of Lambda are UUIDs; what is longer is none. */
const REQUEST_ID = /^[\w-]{1,64}$/;

/** Conditions under which Lambda gave up before the function began. */
const NEVER_BEGUN = /^(EventAgeExceeded|ZeroReservedConcurrency)$/;

/**
 * The reply in the record that Lambda sends to the destination of an asynchronous call. The record holds the event, too, which does not
 * count.
 *
 * @returns undefined for a text that is no such record
 */
export function readReply(text: string): Reply | undefined {
  const read = readJson(text);
  const beyondRange = 'beyondRange' in read ? read.problem : undefined;
  const record = 'value' in read ? read.value : jsonIn(text);
  if (!isJsonObject(record)) return undefined;
  const context = record['requestContext'];
  const requestId = isJsonObject(context) ? context['requestId'] : undefined;
  if (!isJsonObject(context) || typeof requestId !== 'string' || !REQUEST_ID.test(requestId))
    return undefined;
  if (beyondRange !== undefined)
    return { requestId, outcome: failed('FnF.InvalidLocal', `The result ${beyondRange}`) };
  const { responseContext, responsePayload = null } = record;
  return { requestId, outcome: outcomeOf(String(context['condition']), responseContext, responsePayload) };
}

function outcomeOf(
  condition: string,
  responseContext: JsonValue | undefined,
  responsePayload: JsonValue,
): CallOutcome {
  if (NEVER_BEGUN.test(condition)) {
    const errorMessage = 'The function found no free place in time; its concurrency is used up';
    return failed('FC.ResourceThrottled', stringifyJson({ errorMessage, errorType: condition }));
  }
  const payload = stringifyJson(responsePayload);
  const hasFailed = isJsonObject(responseContext) && (responseContext['functionError'] ?? null) !== null;
  if (hasFailed) return functionFailure(payload);
  if (condition === 'Success') return { kind: 'succeeded', output: payload };
  const errorMessage = 'The function did not end, and Lambda gave no result';
  return failed('FC.Unknown', stringifyJson({ errorMessage, errorType: condition }));
}
