import { InvocationType, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { stringifyJson } from '../../../common/json-text.ts';
import type { Caller, CallOutcome, FunctionCall, Underway } from '../../../ports/task-targets.ts';
import { repliesQualifier, replySecondsOf } from '../../../targets/function.ts';
import { awaitRoom } from './await-room.ts';
import type { AwsCaller, CallContext } from './aws-caller.ts';
import { failed, serviceError } from './call-failure.ts';
import { LASTING, outliveStaleSockets } from './function-sockets.ts';
import { functionFailure, refusedCall } from './lambda-failure.ts';
import { type FunctionName, lambdaName, regionOf } from './resource-names.ts';
import { leaveTrace } from './trace-header.ts';

/** A function runs for 15 minutes at most; some seconds more let the response arrive. */
const LONGEST_CALL_MS = 905_000;

/** Characters of an event from which on a driver waits: the record of a call holds its event and its result, and has room for 1 MiB. */
const MOST_LATER = 128 * 1024;

/** Calls Lambda functions, each once: retrying is the flow's business. */
export const functionCaller: AwsCaller<FunctionCall, LambdaClient> = {
  createClient: (settings) =>
    outliveStaleSockets(new LambdaClient({ ...settings, maxAttempts: 1, requestHandler: LASTING })),
  call: invokeFunction,
};

/**
 * Calls a Lambda function once. @returns its result, or the failure of the call (docs/reference/language.md 6.2)
 *
 * The result of one whose qualifier says so comes as a message, unless the event is so large that both may not fit into one.
 */
async function invokeFunction(
  call: FunctionCall,
  context: CallContext<LambdaClient>,
): Promise<CallOutcome | Underway> {
  const patience = Math.min(LONGEST_CALL_MS, (call.deadlineAt ?? Number.POSITIVE_INFINITY) - context.now);
  if (patience <= 0) return failed('FC.Unknown', 'The task had timed out before its function was called');
  const name = lambdaName(call.target, context.naming);
  const { replyTo, deadlineAt } = call;
  const repliesLater = replySecondsOf(name.Qualifier ?? '') !== undefined && call.event.length < MOST_LATER;
  if (replyTo === undefined || deadlineAt === undefined || !repliesLater) {
    return await invokeNow(call, name, patience, context);
  }
  return await invokeLater({ ...call, replyTo, deadlineAt }, name, patience, context);
}

/** The client context tells the function its caller, and the id that stays the same when the same attempt is repeated. */
async function invokeNow(
  { caller, event, isAsync, target, room }: FunctionCall,
  name: FunctionName,
  patience: number,
  { naming, clientIn }: CallContext<LambdaClient>,
): Promise<CallOutcome> {
  const how = isAsync
    ? { InvocationType: InvocationType.Event }
    : { InvocationType: InvocationType.RequestResponse, ClientContext: clientContext(caller) };
  try {
    const lambda = clientIn(regionOf(target, naming));
    const command = new InvokeCommand({ ...name, Payload: Buffer.from(event), ...how });
    if (room !== undefined) awaitRoom(command, room);
    if (isAsync && caller.traceparent !== undefined) leaveTrace(command, caller.traceparent);
    const answer = await lambda.send(command, { abortSignal: AbortSignal.timeout(patience) });
    if (isAsync) return { kind: 'succeeded', output: '{}' };
    const payload = answer.Payload?.transformToString() ?? '';
    return answer.FunctionError === undefined
      ? { kind: 'succeeded', output: payload || 'null' }
      : functionFailure(payload);
  } catch (error) {
    return refusedCall(error);
  }
}

/**
 * Hands the event over and notes whose call it was. An asynchronous call has no client context.
 *
 * The alias that a `Flow` construct has made is gone when the timeout of its function was changed; executions that began before call the
 * function itself, and wait.
 */
async function invokeLater(
  call: FunctionCall & Required<Pick<FunctionCall, 'replyTo' | 'deadlineAt'>>,
  name: FunctionName,
  patience: number,
  context: CallContext<LambdaClient>,
): Promise<CallOutcome | Underway> {
  const { target, event, replyTo, deadlineAt, caller } = call;
  const { naming, clientIn, replies } = context;
  let requestId: string | undefined;
  try {
    const lambda = clientIn(regionOf(target, naming));
    const Payload = Buffer.from(event);
    const command = new InvokeCommand({ ...name, Payload, InvocationType: InvocationType.Event });
    leaveTrace(command, caller.traceparent);
    const { $metadata } = await lambda.send(command, { abortSignal: AbortSignal.timeout(patience) });
    requestId = $metadata.requestId;
  } catch (error) {
    const isGone = serviceError(error).name === 'ResourceNotFoundException' && isOwnAlias(name.Qualifier);
    if (!isGone) return refusedCall(error);
    return await invokeNow(call, { FunctionName: name.FunctionName }, patience, context);
  }
  if (requestId === undefined) return failed('FC.InternalServerError', 'Lambda gave the call no id');
  await replies.keep(requestId, replyTo, deadlineAt);
  return { kind: 'underway' };
}

function isOwnAlias(qualifier = ''): boolean {
  const seconds = replySecondsOf(qualifier);
  return seconds !== undefined && qualifier === repliesQualifier(seconds);
}

function clientContext({ roleArn: _, ...custom }: Caller): string {
  return Buffer.from(stringifyJson({ custom })).toString('base64');
}
