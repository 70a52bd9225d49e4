import type { OperationName } from '../../../../src/api/contract.ts';
import { operations } from '../../../../src/api/operations.ts';
import type { JsonValue } from '../../../../src/common/json.ts';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import type { BadInputHome } from './home.ts';

/** A mistake in one parameter: the head of a column. */
export const PARAMETER_KINDS = [
  'missing',
  'empty',
  'too long',
  'malformed',
  'with NUL',
  'a number',
  'null',
  'a list',
  'of nothing known',
  'of something over',
] as const;

/** A kind of wrong value. */
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

/** Good values of the parameters that operations cannot do without, and of others only where a case needs them. */
export function goodRequest(operation: OperationName, home: BadInputHome): Record<string, JsonValue> {
  const required = Object.entries(operations[operation].params).filter(([, { isRequired }]) => isRequired);
  const good = Object.fromEntries(required.map(([name]) => [name, goodValue(operation, name, home)]));
  return operation === 'UpdateMapRun' ? { ...good, Concurrency: '2' } : good;
}

function goodValue(operation: OperationName, name: string, home: BadInputHome): string {
  if (operation === 'CreateFlow' && name === 'Name') return 'fresh';
  if (name === 'Name' && operation.endsWith('FlowAlias'))
    return operation === 'CreateFlowAlias' ? 'fresh' : 'live';
  if (operation === 'CreateSchedule' && name === 'ScheduleName') return 'fresh';
  if (operation.endsWith('MapRun') && name === 'FlowName') return 'maps';
  if (operation === 'RedriveExecution' && name === 'ExecutionName') return 'stopped';
  if (name === 'TaskToken') return home.openToken;
  return GOOD[name] ?? '';
}

const GOOD: Readonly<Record<string, string>> = {
  Name: 'f',
  FlowName: 'f',
  ExecutionName: 'waits',
  ScheduleName: 's',
  MapRunName: 'waits:map-2-0',
  Definition: TWO_PASSES,
  Type: 'FDL',
  Output: '{}',
  Field: 'Input',
  Error: 'E',
  CronExpression: '@every 1m',
  StartTime: '2023-12-01T00:00:00Z',
  EndTime: '2023-12-01T00:10:00Z',
  MessageId: 'm',
  FlowVersion: '2',
  RoutingConfigurations: '[{"Version":"1","Weight":100}]',
};

/** The request with one parameter of one kind; undefined where that kind makes no sense. */
export function badRequest(
  operation: OperationName,
  name: string,
  kind: ParameterKind,
  home: BadInputHome,
): Readonly<Record<string, JsonValue>> | undefined {
  const good = goodRequest(operation, home);
  if (kind === 'missing') {
    const { [name]: _left, ...others } = good;
    return others;
  }
  const value = badValue(operation, name, kind, home);
  return value === undefined ? undefined : { ...good, [name]: value };
}

function badValue(
  operation: OperationName,
  name: string,
  kind: Exclude<ParameterKind, 'missing'>,
  home: BadInputHome,
): JsonValue | undefined {
  switch (kind) {
    case 'empty':
      return '';
    case 'too long':
      return TOO_LONG[name] ?? 'x'.repeat(4_097);
    case 'malformed':
      return MALFORMED[name];
    case 'with NUL':
      return `${GOOD[name] ?? ''}\u0000`;
    case 'a number':
      return 7;
    case 'null':
      return null;
    case 'a list':
      return [];
    case 'of nothing known':
      return unknownValue(operation, name, home);
    case 'of something over':
      return overValue(operation, name, home);
    default:
      return kind satisfies never;
  }
}

/** The right shape and nothing behind it: an absent name, a token that was guessed, or of another list. */
function unknownValue(operation: OperationName, name: string, home: BadInputHome): string | undefined {
  if (name === 'TaskToken' || name === 'CallbackFnFTaskToken') return guess(home.openToken);
  if (name === 'NextToken') return operation === 'GetExecutionHistory' ? '999999' : 'WyJub3RoaW5nIl0';
  if (operation === 'CreateFlow' || name === 'ExecutionNamePrefix') return undefined;
  if (operation.startsWith('Create') && name === 'ScheduleName') return undefined;
  if (operation.startsWith('Start') && name === 'ExecutionName') return undefined;
  if (name === 'MapRunName') return 'waits:map-3-0';
  return name.endsWith('Name') ? 'absent' : undefined;
}

/** Names that exist already, executions that have ended, tasks that have been reported. */
function overValue(operation: OperationName, name: string, home: BadInputHome): string | undefined {
  if (operation === 'CreateFlow' && name === 'Name') return 'f';
  if (operation === 'CreateSchedule' && name === 'ScheduleName') return 's';
  if (operation.endsWith('MapRun')) return undefined;
  if (name === 'ExecutionName') return 'ended';
  return name === 'TaskToken' ? home.usedToken : undefined;
}

/** A token that differs from a real one in a letter of its secret. */
export function guess(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  const letter = text.at(-5) === 'A' ? 'B' : 'A';
  return Buffer.from(`${text.slice(0, -5)}${letter}${text.slice(-4)}`).toString('base64url');
}

const LARGE_OBJECT = `{"a":"${'x'.repeat(256 * 1024)}"}`;

const TOO_LONG: Readonly<Record<string, string>> = {
  Definition: `${TWO_PASSES}#${'x'.repeat(256 * 1024)}`,
  Input: LARGE_OBJECT,
  Output: LARGE_OBJECT,
  Payload: LARGE_OBJECT,
  Patch: LARGE_OBJECT,
};

const MALFORMED: Readonly<Record<string, string>> = {
  Name: '../f',
  FlowName: '../f',
  ExecutionName: 'a b',
  ScheduleName: 'é',
  MapRunName: 'waits',
  Concurrency: '0',
  ToleratedFailedCount: '-1',
  ToleratedFailedPercentage: '101',
  Definition: 'version: v1\nsteps: [',
  Type: 'fdl',
  RoleArn: 'nobody',
  Limit: '0',
  IdleSeconds: '1h',
  NextToken: '%',
  Input: '{"a":',
  Output: '[]',
  Payload: '"{}"',
  CallbackFnFTaskToken: 'token',
  TaskToken: 'token',
  WaitTimeSeconds: '1.5',
  Status: 'Done',
  StartedTimeBegin: 'yesterday',
  StartedTimeEnd: '2024-02-30T00:00:00Z',
  CronExpression: '* * * * *',
  Enable: 'yes',
  OverlapPolicy: 'skip',
  StartTime: 'yesterday',
  EndTime: '2024-02-30T00:00:00Z',
  JitterSeconds: '601',
  CatchUpSeconds: '1h',
  FlowVersion: '0',
  Qualifier: 'a.b',
  RoutingConfigurations: '[]',
  FromEventId: '0',
  EventId: '0',
  Field: 'Payload',
  Patch: '[]',
  DryRun: 'maybe',
};
