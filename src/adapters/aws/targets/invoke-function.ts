import { InvocationType, InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import type { Instant } from '../../../interpreter/event.ts';
import type { Caller, CallOutcome, FunctionCall } from '../../../ports/task-targets.ts';
import { failed } from './call-failure.ts';
import type { FlowClients } from './flow-clients.ts';
import { functionFailure, refusedCall } from './lambda-failure.ts';
import { lambdaName, type Naming, regionOf } from './resource-names.ts';

/** A function runs for 15 minutes at most; some seconds more for the answer to arrive. */
const LONGEST_CALL_MS = 905_000;

/**
 * Calls a Lambda function once and answers what it returned, or why not (docs/reference/language.md 6.2).
 *
 * The function finds who calls, and the id that stays the same when the same attempt is repeated, in its client context.
 */
export async function invokeFunction(
  call: FunctionCall,
  clients: FlowClients,
  naming: Naming,
  now: Instant,
): Promise<CallOutcome> {
  const { lambda } = clients.for(call.caller, regionOf(call.target, naming));
  const patience = Math.min(LONGEST_CALL_MS, (call.deadlineAt ?? Number.POSITIVE_INFINITY) - now);
  if (patience <= 0) return failed('FC.Unknown', 'The task had timed out before its function was called');
  try {
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

function invocation({ caller, input, isAsync }: FunctionCall): Omit<InvokeCommandInput, 'FunctionName'> {
  const Payload = Buffer.from(JSON.stringify(input));
  if (isAsync) return { Payload, InvocationType: InvocationType.Event };
  return { Payload, InvocationType: InvocationType.RequestResponse, ClientContext: clientContext(caller) };
}

function clientContext({ roleArn: _, ...custom }: Caller): string {
  return Buffer.from(JSON.stringify({ custom })).toString('base64');
}
