import type { ObjectPort } from '../../ports/objects.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';

/** The objects that the flow of an execution may use. */
export function objectsOf(
  { objects }: Pick<EngineServices, 'objects'>,
  { header, roleArn }: ExecutionLog,
): ObjectPort {
  return objects.forFlow({ flowName: header.flowName, roleArn });
}
