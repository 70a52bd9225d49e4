import { delimiter } from 'node:path';
import { LIMIT_PROFILES, type LimitProfile } from '../limits.ts';
import { EVENT_CHOICES, type EventOptions, eventsProblem } from '../local/events/event-options.ts';
import { refuseOpenNetwork } from '../local/open-network.ts';
import { readInteger } from './arguments.ts';
import { readFlag } from './boolean-variable.ts';
import { usageError } from './cli-error.ts';
import type { Credentials } from './service/connection.ts';
import { readCredentials } from './service/connection.ts';

/** Where everything is kept unless a folder is named. */
export const DEFAULT_DATA_FOLDER = '.fdl';

/** The flags of `fdl dev` as they were given. */
export interface DevFlags {
  readonly host?: string;
  readonly port?: string;
  readonly queuePort?: string;
  readonly objectPort?: string;
  readonly mnsPort?: string;
  readonly uploads?: string;
  readonly data?: string;
  readonly functions?: readonly string[];
  readonly functionEnv?: readonly string[];
  readonly fcCredentials?: boolean;
  readonly flows?: readonly string[];
  readonly ephemeral?: boolean;
  readonly paused?: boolean;
  readonly metrics?: boolean;
  readonly events?: string;
  readonly eventsUrl?: string;
  readonly limits?: string;
  readonly retention?: string;
  readonly examples?: boolean;
  readonly open?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsSelfSigned?: boolean;
}

/** The options of `fdl dev`: from flags first, then variables, then defaults. */
export interface DevOptions {
  readonly host: string;
  readonly port: number;
  readonly queuePort: number;
  /** Absent unless objects are asked for: then they are served only when an upload may start a flow. */
  readonly objectPort?: number;
  /** Absent unless the original's queue protocol is asked for. */
  readonly mnsPort?: number;
  /** File with the rules by which uploads start flows; absent without any. */
  readonly uploadsFile?: string;
  readonly dataFolder: string;
  readonly functionFolders: readonly string[];
  /** Names of variables of this process that functions get. */
  readonly functionVariables: readonly string[];
  readonly functionsGetKey: boolean;
  readonly flowFolders: readonly string[];
  readonly isEphemeral: boolean;
  readonly isPaused: boolean;
  readonly hasMetrics: boolean;
  /** Absent where nothing outside hears of executions. */
  readonly events?: EventOptions;
  readonly limits: LimitProfile;
  readonly retentionDays: number;
  readonly withExamples: boolean;
  /** True when every caller on a network may call. */
  readonly isOpen: boolean;
  /** Absent when callers need no key. */
  readonly credentials?: Credentials;
  /** Absent for plain HTTP. */
  readonly tls?: TlsChoice;
}

/** Where the certificate and the key come from. */
export type TlsChoice = 'self-signed' | { readonly certFile: string; readonly keyFile: string };

const LARGEST_PORT = 65_535;
/** A thousand years: for ever. */
const LONGEST_RETENTION_DAYS = 365_000;

/** The options that flags and `FDL_…` variables ask for; lists in variables are separated as in `PATH`. */
export function readDevOptions(
  flags: DevFlags,
  env: Readonly<Record<string, string | undefined>>,
): DevOptions {
  const text = (flag: string | undefined, variable: string, otherwise: string): string =>
    flag ?? (env[variable] || otherwise);
  const list = (flag: readonly string[] | undefined, variable: string): readonly string[] =>
    flag ?? (env[variable] ?? '').split(delimiter).filter((folder) => folder !== '');
  const port = (option: string, given: string): number => readInteger(option, given, 0, LARGEST_PORT);
  const credentials = readCredentials(env);
  const uploadsFile = text(flags.uploads, 'FDL_UPLOADS', '');
  const objectPort = text(flags.objectPort, 'FDL_OBJECT_PORT', '');
  const tls = readTls({
    certFile: text(flags.tlsCert, 'FDL_TLS_CERT', ''),
    keyFile: text(flags.tlsKey, 'FDL_TLS_KEY', ''),
    isSelfSigned: flags.tlsSelfSigned ?? readFlag('FDL_TLS_SELF_SIGNED', env) ?? false,
  });
  const events = readEvents(
    text(flags.eventsUrl, 'FDL_EVENTS_URL', ''),
    text(flags.events, 'FDL_EVENTS', 'ended'),
    env['FDL_EVENTS_SECRET'] ?? '',
  );
  const mnsPort = text(flags.mnsPort, 'FDL_MNS_PORT', '');
  const options: DevOptions = {
    host: text(flags.host, 'FDL_HOST', '127.0.0.1'),
    port: port('--port', text(flags.port, 'FDL_PORT', '8080')),
    queuePort: port('--queue-port', text(flags.queuePort, 'FDL_QUEUE_PORT', '9324')),
    dataFolder: text(flags.data, 'FDL_DATA', DEFAULT_DATA_FOLDER),
    functionFolders: list(flags.functions, 'FDL_FUNCTIONS'),
    functionVariables: readNames(list(flags.functionEnv, 'FDL_FUNCTION_ENV')),
    functionsGetKey: flags.fcCredentials ?? readFlag('FDL_FC_CREDENTIALS', env) ?? false,
    flowFolders: list(flags.flows, 'FDL_FLOWS'),
    isEphemeral: flags.ephemeral ?? readFlag('FDL_EPHEMERAL', env) ?? false,
    isPaused: flags.paused ?? readFlag('FDL_PAUSED', env) ?? false,
    hasMetrics: flags.metrics ?? readFlag('FDL_METRICS', env) ?? false,
    limits: readLimits(text(flags.limits, 'FDL_LIMITS', 'default')),
    retentionDays: readInteger(
      '--retention',
      text(flags.retention, 'FDL_RETENTION', '90'),
      1,
      LONGEST_RETENTION_DAYS,
    ),
    withExamples: flags.examples ?? readFlag('FDL_EXAMPLES', env) ?? false,
    isOpen: flags.open ?? readFlag('FDL_OPEN', env) ?? false,
    ...(objectPort !== '' && { objectPort: port('--object-port', objectPort) }),
    ...(mnsPort !== '' && { mnsPort: port('--mns-port', mnsPort) }),
    ...(uploadsFile !== '' && { uploadsFile }),
    ...(events !== undefined && { events }),
    ...(credentials !== undefined && { credentials }),
    ...(tls !== undefined && { tls }),
  };
  requireKeysOnNetwork(options);
  return options;
}

function readEvents(url: string, which: string, secret: string): EventOptions | undefined {
  const changes = EVENT_CHOICES.get(which);
  if (changes === undefined)
    throw usageError(`--events must be one of ${[...EVENT_CHOICES.keys()].join(', ')}, not '${which}'`);
  if (url === '') return undefined;
  const problem = eventsProblem({ url, secret });
  if (problem === undefined) return { url, secret, changes };
  throw usageError(
    `--events-url: ${problem}`,
    'FDL_EVENTS_SECRET signs the events; set it, for example, to the output of: openssl rand -hex 24',
  );
}

function readTls({ certFile, keyFile, isSelfSigned }: GivenTls): TlsChoice | undefined {
  const hasFiles = certFile !== '' || keyFile !== '';
  if (hasFiles && isSelfSigned) throw usageError('--tls-self-signed goes without --tls-cert and --tls-key');
  if (hasFiles && (certFile === '' || keyFile === '')) {
    throw usageError('--tls-cert and --tls-key go together: a certificate, and its key, each in a file');
  }
  if (hasFiles) return { certFile, keyFile };
  return isSelfSigned ? 'self-signed' : undefined;
}

interface GivenTls {
  readonly certFile: string;
  readonly keyFile: string;
  readonly isSelfSigned: boolean;
}

function requireKeysOnNetwork(options: DevOptions): void {
  try {
    refuseOpenNetwork(options);
  } catch (error) {
    throw usageError(
      error instanceof Error ? error.message : String(error),
      'set FDL_ACCESS_KEY_ID and FDL_ACCESS_KEY_SECRET to demand a key of every caller, or say --open if you mean it',
    );
  }
}

function readNames(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (wrong !== undefined) throw usageError(`--function-env takes the name of a variable, not '${wrong}'`);
  return names;
}

function readLimits(name: string): LimitProfile {
  const known = Object.keys(LIMIT_PROFILES) as LimitProfile[];
  const profile = known.find((key) => key === name);
  if (profile === undefined) throw usageError(`--limits must be one of ${known.join(', ')}, not '${name}'`);
  return profile;
}
