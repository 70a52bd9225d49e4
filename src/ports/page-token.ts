import { jsonIn } from '../common/json-text.ts';
import type { Instant } from '../interpreter/event.ts';
import type { ExecutionId, ExecutionQuery } from './execution-store.ts';
import { InvalidPageToken } from './flow-store.ts';

/** Where a page of executions ended. */
export interface ExecutionPosition {
  readonly startedAt: Instant;
  readonly id: ExecutionId;
}

/** An opaque, URL-safe token for the position after which the next page of `list` begins. */
export function encodePageToken(list: string, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

/**
 * The position in a token that was made for the same list and holds `length` parts.
 *
 * @throws InvalidPageToken for every other text.
 */
export function decodePageToken(list: string, token: string, length: number): readonly string[] {
  const parts = jsonIn(Buffer.from(token, 'base64url').toString());
  const isOurs =
    Array.isArray(parts) && parts.length === length + 1 && parts.every((part) => typeof part === 'string');
  // Only the exact text that is handed out for this list is a token: decoding forgives stray characters.
  if (!isOurs || encodePageToken(list, parts.slice(1)) !== token) {
    throw new InvalidPageToken('The page token was not made for this list');
  }
  return parts.slice(1);
}

/** The token of a page of executions that ended at `position`. */
export function encodeExecutionToken(
  flowId: ExecutionQuery['flowId'],
  { startedAt, id }: ExecutionPosition,
): string {
  return typeof flowId === 'string'
    ? encodePageToken(listOf(flowId), [String(startedAt), id.name])
    : encodePageToken(EXECUTIONS, [String(startedAt), id.flowId, id.name]);
}

/**
 * The position in a token of executions of the same flow, or of several flows, whichever those were.
 *
 * @throws InvalidPageToken for every other text.
 */
export function decodeExecutionToken(flowId: ExecutionQuery['flowId'], token: string): ExecutionPosition {
  const [time = '', ...rest] =
    typeof flowId === 'string'
      ? decodePageToken(listOf(flowId), token, 2).toSpliced(1, 0, flowId)
      : decodePageToken(EXECUTIONS, token, 3);
  if (!/^-?\d{1,16}$/.test(time)) throw new InvalidPageToken('The page token holds no time');
  const [flow = '', name = ''] = rest;
  return { startedAt: Number(time), id: { flowId: flow, name } };
}

const EXECUTIONS = 'executions';

function listOf(flowId: string): string {
  return `${EXECUTIONS}/${flowId}`;
}
