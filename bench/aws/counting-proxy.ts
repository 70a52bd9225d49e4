import { forward } from '../../test/aws/emulated/fault-proxy.ts';
import { serve, type TestRequest, type TestServer } from '../../test/aws/emulated/http.ts';

/** A request that was answered: what was asked, as `x-amz-target` names it, and both bodies. */
export interface Exchange {
  readonly operation: string;
  readonly method: string;
  /** True for a list of objects. */
  readonly isList: boolean;
  readonly request: string;
  readonly status: number;
  readonly response: string;
}

/** A server in front of another that tells of each request; it may be changed on its way. */
export function startCountingProxy(
  target: string,
  heard: (exchange: Exchange) => void,
  change?: (body: string) => string,
): Promise<TestServer> {
  return serve(async (request) => {
    const body = change === undefined ? request.body : Buffer.from(change(request.body.toString()));
    const changed: TestRequest = { ...request, body };
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const answered = await forward(target, changed);
    const { method, query } = request;
    heard({
      operation,
      method,
      isList: query.has('list-type'),
      request: changed.body.toString(),
      status: answered.status,
      response: answered.body.toString(),
    });
    return answered;
  });
}
