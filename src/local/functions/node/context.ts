import { randomUUID } from 'node:crypto';
import type { CallContext, FunctionIdentity } from '../protocol.ts';

const TRACING = { openTracingSpanContext: '', openTracingSpanBaggages: {}, jaegerEndpoint: '' };
/** An initializer runs for no call. */
const NO_CALL: CallContext = { taskId: '', flowName: '', executionName: '', stepName: '', deadline: 0 };

/** What a function learns besides its event: our fields, and those that Function Compute gives. */
export function contextOf(identity: FunctionIdentity, call: CallContext = NO_CALL): object {
  const context = { ...call, ...identity, requestId: randomUUID(), tracing: TRACING };
  return Object.defineProperty(context, 'logger', { value: console, enumerable: false });
}
