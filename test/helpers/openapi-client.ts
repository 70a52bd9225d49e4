import { createRequire } from 'node:module';

/** The generic client as npm delivers it: CommonJS whose types do not fit exact optional properties. */
interface GenericClient {
  callApi(params: object, request: object, runtime: object): Promise<{ readonly body: unknown }>;
}

const { default: Client, Config }: { default: new (config: object) => GenericClient; Config: Configuration } =
  createRequire(import.meta.url)('@alicloud/openapi-client');
type Configuration = new (config: object) => object;

/** How a client signs: `v2` in the parameters, `v3` in the headers, which is its default. */
export type SignatureVersion = 'v2' | 'v3';

/** Where the server is, with which key, and how to sign. */
export interface OpenApiConfig {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly signature: SignatureVersion;
  /** The form of a body. @default 'formData' */
  readonly reqBodyType?: 'formData' | 'json';
  /** PEM of the authority that signed the server's certificate; the client then speaks TLS. */
  readonly ca?: string;
}

/** Calls an operation: parameters in the query of a GET, or in the form of a POST, as the models of the original do. */
export type OpenApiCall = (
  action: string,
  params?: Readonly<Record<string, string | number>>,
) => Promise<Record<string, unknown>>;

const IN_QUERY = /^(?:Describe(?!Regions)|List|Get)/;

/** Opens the vendor's generic client. */
export function openOpenApiClient({
  endpoint,
  signature,
  ca,
  reqBodyType = 'formData',
  ...key
}: OpenApiConfig): OpenApiCall {
  const { host, protocol } = new URL(endpoint);
  const config = { ...key, endpoint: host, ...(signature === 'v2' && { signatureAlgorithm: 'v2' }) };
  const client = new Client(new Config({ ...config, ...(ca !== undefined && { ca }) }));
  return async (action, params = {}) => {
    const isQuery = IN_QUERY.test(action);
    const { body } = await client.callApi(
      {
        action,
        version: '2019-03-15',
        protocol: protocol === 'https:' ? 'HTTPS' : 'HTTP',
        pathname: '/',
        method: isQuery ? 'GET' : 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType,
        bodyType: 'json',
      },
      isQuery ? { query: params } : { body: params },
      { readTimeout: 20_000 },
    );
    return body as Record<string, unknown>;
  };
}
