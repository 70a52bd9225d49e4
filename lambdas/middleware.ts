import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { powertoolsLogger } from './logger.ts';
import { powertoolsMetrics } from './metrics.ts';

/**
 * The stack that every function runs in: the invocation's ids in each log line, its metrics in one line at the end.
 *
 * Events are never logged: they carry inputs, outputs and task tokens.
 */
export function withObservability<Event, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
): middy.MiddyfiedHandler<Event, Result> {
  return middy<Event, Result>()
    .use(injectLambdaContext(powertoolsLogger, { resetKeys: true }))
    .use({
      before: ({ context }) => powertoolsMetrics.captureColdStartMetric(context.functionName),
      after: publish,
      onError: publish,
    })
    .handler(handle);
}

/** An invocation that measured nothing, as most reads of the API, leaves no line. */
function publish(): void {
  if (powertoolsMetrics.hasStoredMetrics()) powertoolsMetrics.publishStoredMetrics();
}
