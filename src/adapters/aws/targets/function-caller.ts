import { InvocationType, InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { stringifyJson } from '../../../common/json-text.ts';
import type { Caller, CallOutcome, FunctionCall } from '../../../ports/task-targets.ts';
import type { AwsCaller, CallContext } from './aws-caller.ts';
import { failed } from './call-failure.ts';
import { LASTING, outliveStaleSockets } from './function-sockets.ts';
import { functionFailure, refusedCall } from './lambda-failure.ts';
import { lambdaName, regionOf } from './resource-names.ts';

/** A function runs for 15 minutes at most; some seconds more let the response arrive. */
const LONGEST_CALL_MS = 905_000;

/** Calls Lambda functions, each once: retrying is the flow's business. */
export const functionCaller: AwsCaller<FunctionCall, LambdaClient> = {
  createClient: (settings) =>
    outliveStaleSockets(new LambdaClient({ ...settings, maxAttempts: 1, requestHandler: LASTING })),
  call: invokeFunction,
};

/**
 * Calls a Lambda function once. @returns its result, or the failure of the call (docs/reference/language.md 6.2)
 *
 * The client context tells the function its caller, and the id that stays the same when the same attempt is repeated.
 */
async function invokeFunction(
  call: FunctionCall,
  { naming, now, clientIn }: CallContext<LambdaClient>,
): Promise<CallOutcome> {
  const patience = Math.min(LONGEST_CALL_MS, (call.deadlineAt ?? Number.POSITIVE_INFINITY) - now);
  if (patience <= 0) return failed('FC.Unknown', 'The task had timed out before its function was called');
  try {
    const lambda = clientIn(regionOf(call.target, naming));
    const command = new InvokeCommand({ ...lambdaName(call.target, naming), ...invocation(call) });
    const answer = await lambda.send(command, { abortSignal: AbortSignal.timeout(patience) });
    if (call.isAsync) return { kind: 'succeeded', output: '{}' };
    const payload = Buffer.from(answer.Payload ?? []).toString();
    return answer.FunctionError === undefined
      ? { kind: 'succeeded', output: payload || 'null' }
      : functionFailure(payload);
  } catch (error) {
    return refusedCall(error);
  }
}

function invocation({ caller, event, isAsync }: FunctionCall): Omit<InvokeCommandInput, 'FunctionName'> {
  const Payload = Buffer.from(event);
  if (isAsync) return { Payload, InvocationType: InvocationType.Event };
  return { Payload, InvocationType: InvocationType.RequestResponse, ClientContext: clientContext(caller) };
}

function clientContext({ roleArn: _, ...custom }: Caller): string {
  return Buffer.from(stringifyJson({ custom })).toString('base64');
}
