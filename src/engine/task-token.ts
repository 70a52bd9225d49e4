import { createHmac, timingSafeEqual } from 'node:crypto';
import { NAME } from '../common/name.ts';
import type { TaskId } from '../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';

/** The content of a token. Only the execution's key can tell whether the token is genuine. */
export interface DecodedToken {
  readonly execution: ExecutionId;
  readonly task: TaskId;
}

const VERSION = 'v1';
const MAC_BYTES = 16;

/**
 * The token of one attempt of one task: URL-safe, opaque to clients, unguessable without the execution's key.
 *
 * Decoded it reads `v1#<flow id>#<execution>#<frame>.<entry>.<attempt>#<MAC>`, the original service's layout with
 * our numbers in it. The same attempt always has the same token, so a repeated message carries the same one.
 */
export function taskToken(header: Pick<ExecutionHeader, 'id' | 'tokenKey'>, task: TaskId): string {
  const { flowId, name } = header.id;
  const claim = `${VERSION}#${flowId}#${name}#${task.frame}.${task.entry}.${task.attempt}`;
  return Buffer.from(`${claim}#${mac(header.tokenKey, claim).toString('base64url')}`).toString('base64url');
}

const TOKEN = new RegExp(`^v1#([0-9a-f-]{36})#(${NAME})#(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})#[\\w-]{22}$`);

/** Reads a token; undefined for other text. A token that can be read may still be forged: see `isGenuine`. */
export function decodeTaskToken(token: string): DecodedToken | undefined {
  if (token.length > 512) return undefined;
  const match = TOKEN.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (match === null) return undefined;
  const [, flowId, name, frame, entry, attempt] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    execution: { flowId, name },
    task: { frame: Number(frame), entry: Number(entry), attempt: Number(attempt) },
  };
}

/** True when this execution made the token for this task; compares in constant time. */
export function isGenuine(token: string, header: ExecutionHeader, task: TaskId): boolean {
  const given = Buffer.from(token);
  const expected = Buffer.from(taskToken(header, task));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function mac(key: string, claim: string): Buffer {
  return createHmac('sha256', key).update(claim).digest().subarray(0, MAC_BYTES);
}
