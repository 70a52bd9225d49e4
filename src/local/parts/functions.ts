import { resolve } from 'node:path';
import { LIMIT_PROFILES } from '../../limits.ts';
import { FunctionRunner } from '../functions/function-runner.ts';
import type { Endpoints, ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** The functions of the function folders, in processes of their own. */
export function functionsPart(
  { functionFolders, functionLimits, functionVariables: variables = [], limits }: ServerOptions,
  endpoints: Endpoints,
  { onLine }: Log,
): Part<FunctionRunner> {
  return {
    name: 'the functions',
    open: () => {
      const directories = functionFolders.map((folder) => resolve(folder));
      const options = { resultBytes: LIMIT_PROFILES[limits].stepDataBytes, variables, ...functionLimits };
      const functions = new FunctionRunner(() => ({ ...options, directories, endpoints }), onLine);
      // Early: the process gets ready while this one opens everything else.
      if (directories.length > 0) functions.warm();
      return functions;
    },
    close: (functions) => functions.close(),
  };
}
