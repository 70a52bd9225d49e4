/** Header values by lower-case name, as Node and API Gateway give them. */
export type ApiHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP request, as either home receives it. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  /** The query behind the `?`, still encoded; empty when there is none. */
  readonly query: string;
  readonly headers: ApiHeaders;
  /** May be cut off anywhere behind the limit `requestBytes`: the request is then refused for its size. */
  readonly body: Uint8Array | string;
}

/** The HTTP response; the body is always a JSON object. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Most characters of a host that comes back in responses. */
export const MAX_HOST_CHARACTERS = 255;

/** The value of a header, the first one when it was sent several times; empty when it was not. */
export function readHeader(headers: ApiHeaders, name: string): string {
  const value = headers[name];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

/** The media type of the body in lower case, without its parameters. */
export function mediaType(headers: ApiHeaders): string {
  const [type = ''] = readHeader(headers, 'content-type').split(';');
  return type.trim().toLowerCase();
}
