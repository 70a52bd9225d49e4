import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { LogFields, Logger } from '../src/ports/logger.ts';

/** Structured lines in the function's log group: one JSON object each, with the ids of the invocation. */
export const powertoolsLogger = new PowertoolsLogger();

/** The engine's and the API's logger over the same lines. */
export const logger: Logger = {
  info: (message, fields) => powertoolsLogger.info(message, extra(fields)),
  warn: (message, fields) => powertoolsLogger.warn(message, extra(fields)),
  error: (message, fields) => powertoolsLogger.error(message, extra(fields)),
};

function extra(fields: LogFields = {}): Record<string, string | number | boolean> {
  return { ...fields };
}
