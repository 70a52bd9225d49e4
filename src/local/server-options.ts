import type { LimitProfile } from '../limits.ts';
import type { EventOptions } from './events/event-options.ts';
import type { FunctionLimits } from './functions/function-options.ts';
import type { UploadRule } from './objects/object-created.ts';
import type { Capacity } from './overload.ts';
import type { TlsIdentity } from './tls/identity.ts';

/** The services of a server, their addresses, and the place of their data. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** 0 for any free port. */
  readonly queuePort: number;
  /** 0 for any free port. Absent when the original's queue protocol is not to be served. */
  readonly mnsPort?: number;
  /** 0 for any free port. Absent when no objects are to be served. */
  readonly objectPort?: number;
  /** Objects that start flows when they are uploaded; their buckets are created. @default none */
  readonly uploads?: readonly UploadRule[];
  /** Not used when the server is ephemeral. */
  readonly dataFolder: string;
  readonly isEphemeral: boolean;
  /** Serves without driving executions or delivering messages until it is resumed. @default false */
  readonly isPaused?: boolean;
  /** Searched in order; the first that has a function wins. */
  readonly functionFolders: readonly string[];
  readonly flowFolders: readonly string[];
  readonly limits: LimitProfile;
  /** Absent when callers need no key. */
  readonly credentials?: Credentials;
  /** With it all ports speak TLS, and nothing else. */
  readonly tls?: TlsIdentity;
  /** True when every caller on a network may call. @default false */
  readonly isOpen?: boolean;
  readonly functionLimits?: FunctionLimits;
  /** Variables of this process that functions get besides those that every function gets. @default none */
  readonly functionVariables?: readonly string[];
  /** True when functions get the server's key, to call it with. @default false */
  readonly functionsGetKey?: boolean;
  /** True when `GET /metrics` shows counts for Prometheus. @default false */
  readonly hasMetrics?: boolean;
  /** The receiver that hears of executions, and of which changes. @default none */
  readonly events?: EventOptions;
  /** Days for which executions are kept after their end. @default 90 */
  readonly retentionDays?: number;
  /** Values other than those of `CAPACITY`. */
  readonly capacity?: Partial<Capacity>;
  /** Takes the output of functions, diagnostics and log lines. @default standard error */
  readonly write?: (line: string) => void;
}

/** The access key that every caller proves to know. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** URLs of the services of a server. Functions get them too, so they are filled in while the server opens. */
export interface Endpoints {
  /** URL of the API. */
  api: string;
  /** URL of queues and topics. */
  queues: string;
  /** URL of queues and topics in the original's protocol; absent when it is not served. */
  mns?: string;
  /** URL of the objects; absent when none are served. */
  objects?: string;
}
