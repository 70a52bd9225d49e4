import type { InvokeCommand } from '@aws-sdk/client-lambda';

const HEADER = 'x-amzn-trace-id';

/**
 * Takes a call out of the trace of the driver, into that of its execution where it is traced: an asynchronous call has no client context
 * that could tell the function.
 *
 * By the trace of the driver Lambda would see a loop from the function over its replies to the driver and back, and stop a function that a
 * flow calls more than 16 times. The SDK adds that trace by itself.
 */
export function leaveTrace(command: InvokeCommand, traceparent: string | undefined): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { readonly headers: Record<string, string> };
      for (const name of Object.keys(headers)) {
        if (name.toLowerCase() === HEADER) delete headers[name];
      }
      if (traceparent !== undefined) headers[HEADER] = tracingHeader(traceparent);
      return await next(args);
    },
    { step: 'finalizeRequest', name: 'leaveTrace' },
  );
}

/** The span of a W3C `traceparent`, as X-Ray writes it (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader). */
function tracingHeader(traceparent: string): string {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=${isSampled ? 1 : 0}`;
}
