import type { EngineServices } from '../../engine/services.ts';
import { type StartRequest, startExecution } from '../../engine/start-execution.ts';
import { type ObjectCreated, startsOf, type UploadRule } from './object-created.ts';

/** Starts the flows of an object. Once it resolves, no started execution is lost; a missing flow is logged. */
export async function startOnUpload(
  created: ObjectCreated,
  rules: readonly UploadRule[],
  services: EngineServices,
): Promise<void> {
  await Promise.all(startsOf(created, rules).map((request) => start(request, created, services)));
}

async function start(request: StartRequest, created: ObjectCreated, services: EngineServices): Promise<void> {
  const { kind } = await startExecution(services, request);
  const { flowName, qualifier = '' } = request;
  if (kind === 'flowNotExists') {
    services.logger.warn('an upload starts a flow that does not exist', { flowName, ...created });
  } else if (kind === 'versionNotExists' || kind === 'aliasNotExists') {
    const what = { flowName, qualifier, ...created };
    services.logger.warn('an upload starts a version or alias that does not exist', what);
  }
}
