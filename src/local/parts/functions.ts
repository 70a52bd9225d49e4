import { resolve } from 'node:path';
import { LIMIT_PROFILES } from '../../limits.ts';
import type { FunctionOptions } from '../functions/function-options.ts';
import { FunctionRunner } from '../functions/function-runner.ts';
import type { Endpoints, ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** The functions of the function folders, in processes of their own; the first process starts at once. */
export function beginFunctions(
  serverOptions: ServerOptions,
  endpoints: Endpoints,
  { onLine }: Log,
): FunctionRunner {
  const directories = serverOptions.functionFolders.map((folder) => resolve(folder));
  const options = functionOptions(serverOptions);
  const functions = new FunctionRunner(() => ({ ...options, directories, endpoints }), onLine);
  if (directories.length > 0) functions.warm();
  return functions;
}

/** Functions that have begun. They end before the stores are closed. */
export function functionsPart(functions: FunctionRunner): Part<FunctionRunner> {
  return { name: 'the functions', open: () => functions, close: () => functions.close() };
}

/** A server without keys takes any, so functions that ask for one get a stand-in. */
const ANY_KEY = { accessKeyId: 'local', accessKeySecret: 'local' };

function functionOptions(options: ServerOptions): Omit<FunctionOptions, 'directories' | 'endpoints'> {
  const {
    functionLimits,
    functionVariables: variables = [],
    limits,
    functionsGetKey,
    credentials,
    tls,
  } = options;
  return {
    resultBytes: LIMIT_PROFILES[limits].stepDataBytes,
    variables,
    ...functionLimits,
    ...(tls?.trust !== undefined && { trust: tls.trust }),
    ...(functionsGetKey && { credentials: credentials ?? ANY_KEY }),
  };
}
