import { operations } from './operations.ts';
import type { GivenParams } from './params/params.ts';
import { refusePicks } from './params/refuse-picks.ts';
import { refuseUnknown } from './params/refuse-unknown.ts';
import { failureResponse, successResponse } from './protocol/api-response.ts';
import { namedOperation } from './protocol/named-operation.ts';
import { readCall } from './protocol/read-call.ts';
import { type ApiRequest, type ApiResponse, MAX_HOST_CHARACTERS, readHeader } from './protocol/request.ts';
import type { ApiServices } from './services.ts';

/** Serves one request; never rejects. */
export type Api = (request: ApiRequest) => Promise<ApiResponse>;

/** The API of both homes: the RPC protocol on `/` and JSON on `POST /{Operation}`. */
export function createApi(services: ApiServices): Api {
  return async (request) => {
    let requestId = services.ids.uuid();
    try {
      const call = readCall(request, services.limits);
      requestId = givenRequestId(call.given) ?? requestId;
      const caller = await services.authenticate?.(call);
      const name = namedOperation(call);
      const operation = operations[name];
      refusePicks(operation.params, call.given);
      // Clients of the original add parameters to RPC calls that mean nothing here.
      if (call.binding === 'json') refuseUnknown(name, operation.params, call.given);
      const host = readHeader(request.headers, 'host').slice(0, MAX_HOST_CHARACTERS);
      const trace = services.isTracing && { traceparent: readHeader(request.headers, 'traceparent') };
      const context = { requestId, host, caller, ...trace };
      return successResponse(await operation.call(call.given, services, context));
    } catch (error) {
      return failureResponse(error, request, requestId, services.logger);
    }
  };
}

const ECHOED = /^[\x21-\x7e]{1,128}$/;

/** A request id that may be repeated in responses and logs; others are replaced. */
function givenRequestId(given: GivenParams): string | undefined {
  const id = given.get('RequestId');
  return typeof id === 'string' && ECHOED.test(id) ? id : undefined;
}
