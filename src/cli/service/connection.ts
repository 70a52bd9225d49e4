import { usageError } from '../cli-error.ts';

/** Key with which requests are signed. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Address of the API, and the key to call it with. */
export interface Connection {
  /** An http or https address without a slash at the end. */
  readonly endpoint: string;
  /** Absent when requests go out unsigned. */
  readonly credentials?: Credentials;
}

/** Where `fdl dev` listens unless told otherwise. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:8080';

/** The connection that the option and the environment ask for; the option wins. */
export function readConnection(
  endpointOption: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Connection {
  const { FDL_ENDPOINT } = env;
  const endpoint = readEndpoint(endpointOption ?? (FDL_ENDPOINT || DEFAULT_ENDPOINT));
  const credentials = readCredentials(env);
  return credentials === undefined ? { endpoint } : { endpoint, credentials };
}

/** The key of `FDL_ACCESS_KEY_ID` and `FDL_ACCESS_KEY_SECRET`; undefined when neither is set. */
export function readCredentials({
  FDL_ACCESS_KEY_ID: accessKeyId = '',
  FDL_ACCESS_KEY_SECRET: accessKeySecret = '',
}: Readonly<Record<string, string | undefined>>): Credentials | undefined {
  if (accessKeyId === '' && accessKeySecret === '') return undefined;
  if (accessKeyId !== '' && accessKeySecret !== '') return { accessKeyId, accessKeySecret };
  const [given, missing] = accessKeyId === '' ? ['SECRET', 'ID'] : ['ID', 'SECRET'];
  throw usageError(
    `FDL_ACCESS_KEY_${given} is set but FDL_ACCESS_KEY_${missing} is not; set both, or none to do without keys`,
  );
}

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw usageError(`the endpoint '${text}' is not an http or https address such as ${DEFAULT_ENDPOINT}`);
  }
  return url.href.replace(/\/+$/, '');
}
