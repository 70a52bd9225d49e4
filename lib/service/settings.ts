import type { Node } from 'constructs';
import { jsonIn } from '../../src/common/json-text.ts';
import { LIMIT_PROFILES, type LimitProfile } from '../../src/limits.ts';
import { STATUS_CHANGES, type StatusChange } from '../../src/ports/status-events.ts';

/** The settings of a deployment; each is a context key of the same name (docs/reference/configuration.md). */
export interface Settings {
  /** Tables, keys and queues survive the stack, and tables refuse deletion. @default false */
  readonly production: boolean;
  /** Data is encrypted with a key of this account instead of one that AWS owns. @default false */
  readonly customerKey: boolean;
  /** A second stack brings the web console, for users of a pool that comes with it. @default false */
  readonly console: boolean;
  /** Queues and topics of the account are served in the original's protocol, too. @default false */
  readonly mns: boolean;
  /** Ends of executions are counted by flow and hour, for the list of flows: a write for each. @default false */
  readonly flowCounts: boolean;
  /** Limits of executions: wide ones, or those of the original service. @default 'default' */
  readonly limits: LimitProfile;
  /** Days after its end for which an execution can be looked at, 1 to 3,650. @default 90 */
  readonly retention: number;
  /** Functions that the account may run at the same time, its quota "Concurrent executions". @default 1,000 */
  readonly concurrency: number;
  /** Drivers that run at the same time at most, 2 to 1,000; each drives up to ten executions. @default 100, or half of the rest */
  readonly drivers?: number;
  /** The changes of executions that a bus of EventBridge hears of. @default none */
  readonly events: readonly StatusChange[];
  /** Name of that bus in the account and region of the stack. @default 'default' */
  readonly eventBus: string;
  /** Address of a receiver of OpenTelemetry, to which drivers send a trace of each execution. @default none */
  readonly traces?: string;
  /** ARN of a layer for the driver, such as the collector of AWS, which passes traces on to X-Ray. @default none */
  readonly tracesLayer?: string;
  /** The resources for which resource ARNs in definitions stand, where the naming rule does not fit. @default none */
  readonly bindings: Readonly<Record<string, string>>;
}

/** Reads the context keys. @throws Error that names the key, its value and the allowed values. */
export function readSettings(node: Node): Settings {
  return {
    production: readBoolean(node, 'production'),
    customerKey: readBoolean(node, 'customerKey'),
    console: readBoolean(node, 'console'),
    mns: readBoolean(node, 'mns'),
    flowCounts: readBoolean(node, 'flowCounts'),
    limits: readLimits(node),
    retention: readCount(node, 'retention', 1, 3_650) ?? 90,
    concurrency: readCount(node, 'concurrency', 10, 1_000_000) ?? 1_000,
    ...readDrivers(node),
    events: readEvents(node),
    eventBus: readEventBus(node),
    ...readTraces(node),
    bindings: readBindings(node),
  };
}

function readBoolean(node: Node, name: string): boolean {
  const value: unknown = node.tryGetContext(name) ?? false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refused(name, value, 'true or false');
}

function readLimits(node: Node): LimitProfile {
  const value: unknown = node.tryGetContext('limits') ?? 'default';
  const profile = (Object.keys(LIMIT_PROFILES) as LimitProfile[]).find((name) => name === value);
  if (profile === undefined) throw refused('limits', value, Object.keys(LIMIT_PROFILES).join(' or '));
  return profile;
}

function readDrivers(node: Node): Pick<Settings, 'drivers'> {
  const drivers = readCount(node, 'drivers', 2, 1_000);
  return drivers === undefined ? {} : { drivers };
}

function readCount(node: Node, name: string, from: number, to: number): number | undefined {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!Number.isInteger(value) || value < from || value > to)
    throw refused(name, given, `a whole number from ${from} to ${to}`);
  return value;
}

function readEvents(node: Node): readonly StatusChange[] {
  const value: unknown = node.tryGetContext('events') ?? 'none';
  if (value === 'none') return [];
  if (value === 'ended') return ['ended'];
  if (value === 'all') return STATUS_CHANGES;
  throw refused('events', value, 'none, ended or all');
}

function readEventBus(node: Node): string {
  const value: unknown = node.tryGetContext('eventBus') ?? 'default';
  if (typeof value === 'string' && /^[\w./-]{1,256}$/.test(value)) return value;
  throw refused('eventBus', value, 'the name of a bus: letters, digits, ., -, _ and /');
}

function readTraces(node: Node): Pick<Settings, 'traces' | 'tracesLayer'> {
  const traces: unknown = node.tryGetContext('traces');
  const layer: unknown = node.tryGetContext('tracesLayer');
  if (traces === undefined && layer !== undefined)
    throw refused('traces', traces, 'an address, where tracesLayer is given: http://localhost:4318');
  if (traces !== undefined && !(typeof traces === 'string' && /^https?:\/\/[^\s/]+(?:\/\S*)?$/.test(traces)))
    throw refused('traces', traces, 'the address of a receiver, such as https://otlp.example:4318');
  if (
    layer !== undefined &&
    !(typeof layer === 'string' && /^arn:[\w-]+:lambda:[^:]+:\d+:layer:[^:]+:\d+$/.test(layer))
  )
    throw refused('tracesLayer', layer, 'the ARN of a version of a layer');
  return { ...(traces !== undefined && { traces }), ...(layer !== undefined && { tracesLayer: layer }) };
}

function readBindings(node: Node): Readonly<Record<string, string>> {
  const given: unknown = node.tryGetContext('bindings') ?? {};
  const value: unknown = typeof given === 'string' ? jsonIn(given) : given;
  const isMap =
    typeof value === 'object' &&
    !Array.isArray(value) &&
    value !== null &&
    Object.values(value).every((arn) => typeof arn === 'string');
  if (!isMap) throw refused('bindings', given, 'an object of ARNs by resource ARN, or its JSON text');
  return value as Readonly<Record<string, string>>;
}

function refused(name: string, value: unknown, allowed: string): Error {
  return new Error(`The context flag ${name} is ${JSON.stringify(value)}; allowed is ${allowed}`);
}
