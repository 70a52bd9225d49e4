import { basename, extname } from 'node:path';
import type { FunctionFile } from './find-function.ts';
import { type FunctionOptions, MEMORY_MB, TIME_LIMIT_MS } from './function-options.ts';
import type { FunctionIdentity } from './protocol.ts';

const REGION = 'local';
const ACCOUNT_ID = '000000000000';
/** Stands where functions are not given the server's key: clients want one, and a server without keys takes any. */
const LOCAL_KEY = { accessKeyId: 'local', accessKeySecret: 'local' };

/** The part of a context that all calls of a function share; never a key of the machine. */
export function identityOf(found: FunctionFile, options: FunctionOptions): FunctionIdentity {
  const { file, service, functionName, qualifier } = found;
  const { endpoints, credentials = LOCAL_KEY, memoryMb = MEMORY_MB, timeLimitMs = TIME_LIMIT_MS } = options;
  const version = qualifier === '' ? 'LATEST' : qualifier;
  const module = basename(file, extname(file));
  return {
    serviceName: service,
    functionName,
    qualifier,
    ...endpoints,
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials: { ...credentials, securityToken: '' },
    function: {
      name: functionName,
      handler: `${module}.handler`,
      memory: memoryMb,
      timeout: timeLimitMs / 1_000,
      initializer: `${module}.initializer`,
      initializationTimeout: timeLimitMs / 1_000,
    },
    service: { name: service, logProject: '', logStore: '', qualifier: version, versionId: version },
  };
}

/** The variables in which Function Compute hands a key to its newer runtimes. */
export function credentialVariables({ credentials }: FunctionOptions): Readonly<Record<string, string>> {
  if (credentials === undefined) return {};
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: '',
  };
}
