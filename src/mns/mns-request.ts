/** A request of the protocol. Path and query are as they were sent, for they are signed. */
export interface MnsRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The address under which the client reached the service. */
  readonly endpoint: string;
  /** Aborts when the client has gone. */
  readonly signal?: AbortSignal;
}

/** What a client is answered. */
export interface MnsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What is to be done when the answer does not reach the client. */
  readonly undo?: () => Promise<void>;
}

/** What an operation answers: its status, perhaps a place, perhaps an XML document. */
export interface MnsResult {
  readonly status: number;
  readonly location?: string;
  readonly xml?: string;
  readonly undo?: () => Promise<void>;
}
