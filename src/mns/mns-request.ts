/** A request of the protocol. Path and query are as they were sent, for they are signed. */
export interface MnsRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Values by names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The address under which the client reached the service. */
  readonly endpoint: string;
  /** Aborts when the client has gone. */
  readonly signal?: AbortSignal;
}

/** The HTTP response to a client. */
export interface MnsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Undoes the request when the response does not reach the client. */
  readonly undo?: () => Promise<void>;
}

/** The result of an operation: its status, perhaps a location, perhaps an XML document. */
export interface MnsResult {
  readonly status: number;
  readonly location?: string;
  readonly xml?: string;
  readonly undo?: () => Promise<void>;
}
