import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { systemClock } from '../../adapters/system.ts';
import { createApi } from '../../api/handle-request.ts';
import { authenticateByKeys } from '../../api/protocol/authenticate.ts';
import type { ApiServices } from '../../api/services.ts';
import { servicesOf } from '../../engine/run-home.ts';
import { LIMIT_PROFILES } from '../../limits.ts';
import { CONSOLE_FOLDER } from '../console-files.ts';
import type { EmbeddedHome } from '../embedded-home.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import { functionsByUrl } from '../functions/http/serve-function.ts';
import { listFunctions } from '../functions/list-functions.ts';
import { createHealth } from '../health.ts';
import { type HttpServer, type HttpServerOptions, openHttpServer } from '../http-server.ts';
import { type Capacity, Overload } from '../overload.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Part } from './parts.ts';

/** Longest wait of a request for the end of an execution: that of the time limit of a function on AWS. */
const MAX_WAIT_SECONDS = 900;

/** The services of the operations, and the check of callers. */
export interface ApiParts {
  readonly services: ApiServices;
  readonly admission: Overload;
}

/** Puts the services of the operations together. */
export function apiParts(
  { limits, functionFolders }: Pick<ServerOptions, 'limits' | 'functionFolders'>,
  home: EmbeddedHome,
  { flowFiles, operator, logs }: Required<Pick<ApiServices, 'flowFiles' | 'operator' | 'logs'>>,
  capacity: Capacity,
  isTracing = false,
): ApiParts {
  const waitingMessages = (flowId?: string) => home.waitingMessages(flowId);
  const admission = new Overload(capacity, {
    ...home.ports,
    waitingMessages,
    isPaused: () => operator.isPaused(),
  });
  const services = servicesOf(home, LIMIT_PROFILES[limits]);
  return {
    admission,
    services: {
      ...services,
      flowFiles,
      operator,
      logs,
      admission,
      functions: () => listFunctions(functionFolders).map(({ arn, file }) => ({ arn, location: file })),
      maxWaitSeconds: MAX_WAIT_SECONDS,
      ...(isTracing && { isTracing }),
    },
  };
}

/** The API and the console on one port. */
export function apiPart(
  options: ServerOptions & Pick<HttpServerOptions, 'metrics'>,
  { services, admission }: ApiParts,
  stores: Pick<EmbeddedStores, 'stopWaiting' | 'probe'>,
  functions: FunctionRunner,
  isReady: () => boolean,
): Part<HttpServer> {
  const { requestBytes } = services.limits;
  return {
    name: 'the API',
    open: () =>
      openHttpServer(
        {
          ...options,
          requestBytes,
          consoleFolder: CONSOLE_FOLDER,
          serveFunction: functionsByUrl(functions),
        },
        createApi(withKeys(services, options)),
        admission,
        createHealth({ write: () => stores.probe(), admissionProblem: () => admission.problem(), isReady }),
      ),
    close: async (server) => {
      // Requests that wait for an end would hold the port.
      stores.stopWaiting();
      await server.close();
    },
  };
}

/** Callers sign with the time of their clocks. */
function withKeys(services: ApiServices, { credentials }: ServerOptions): ApiServices {
  if (credentials === undefined) return services;
  const { accessKeyId: id, accessKeySecret: secret } = credentials;
  return { ...services, authenticate: authenticateByKeys([{ id, secret }], systemClock) };
}
