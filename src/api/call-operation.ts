import type { OperationName, RequestOf, ResponseOf } from './contract.ts';
import { operations } from './operations.ts';
import type { ApiServices } from './services.ts';

/** Calls an operation; failures are ApiErrors. */
export type CallOperation = <N extends OperationName>(
  name: N,
  request: RequestOf<N>,
) => Promise<ResponseOf<N>>;

/** Calls operations in this process, with the parameters and the checks of any caller, but without credentials. */
export function callerOf(services: ApiServices, requestId: string): CallOperation {
  const context = { requestId, host: '', caller: undefined };
  return (name, request) => operations[name].call(new Map(Object.entries(request)), services, context);
}
