import type { JsonObject } from '../../common/json.ts';
import type { DispatchBody } from '../../ports/dispatch-queue.ts';
import type { Shape } from './stored-rows.ts';

/** The members that the rows of each table must have. */
export const FLOW_SHAPE: Shape = { id: 'string', name: 'string', version: 'number', definition: 'string' };
export const SCHEDULE_SHAPE: Shape = {
  id: 'string',
  flowId: 'string',
  flowName: 'string',
  name: 'string',
  version: 'number',
  cronExpression: 'string',
  payload: 'string',
  isEnabled: 'boolean',
};
export const PUBLISHED_SHAPE: Shape = {
  number: 'number',
  description: 'string',
  flowVersion: 'number',
  createdAt: 'number',
};
export const ALIASES_SHAPE: Shape = { version: 'number', aliases: 'array' };
export const HEADER_SHAPE: Shape = {
  id: 'object',
  flowName: 'string',
  flowVersion: 'number',
  input: 'kept',
  startedAt: 'number',
  owner: 'string',
  tokenKey: 'string',
};
export const END_SHAPE: Shape = { status: 'string', stoppedAt: 'number', output: 'kept' };
export const RECORD_SHAPE: Shape = {
  firstEventId: 'number',
  at: 'number',
  owner: 'string',
  events: 'array',
};

const MESSAGE_SHAPES: ReadonlyMap<string, Shape> = new Map<DispatchBody['kind'], Shape>([
  ['dispatch', { execution: 'object' }],
  ['command', { execution: 'object', command: 'object' }],
  ['report', { token: 'string', result: 'object' }],
  ['start', { flowName: 'string', executionName: 'string', input: 'string' }],
  ['schedule-fired', { flowId: 'string', scheduleName: 'string', scheduleId: 'string', dueAt: 'string' }],
  ['status', { detail: 'object' }],
  ['flow-deleted', { flowId: 'string' }],
  ['stop-executions', { flowId: 'string' }],
]);

/** The members that a message of its kind must have. @throws when there is no such kind */
export function messageShape({ kind }: JsonObject): Shape {
  const shape = typeof kind === 'string' ? MESSAGE_SHAPES.get(kind) : undefined;
  if (shape === undefined) throw new Error('it is of no known kind');
  return shape;
}
