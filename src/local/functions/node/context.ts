import { randomUUID } from 'node:crypto';
import type { CallContext, FunctionIdentity } from '../protocol.ts';

const TRACING = { openTracingSpanContext: '', openTracingSpanBaggages: {}, jaegerEndpoint: '' };
/** An initializer runs for no call. */
const NO_CALL: CallContext = { taskId: '', flowName: '', executionName: '', stepName: '', deadline: 0 };

/** The context of a function: our fields, and those of Function Compute. */
export function contextOf(identity: FunctionIdentity, call: CallContext = NO_CALL): object {
  const context = { ...call, ...identity, requestId: randomUUID(), tracing: TRACING };
  return Object.defineProperty(context, 'logger', { value: console, enumerable: false });
}
