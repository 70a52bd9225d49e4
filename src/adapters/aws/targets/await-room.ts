import type { Readable } from 'node:stream';
import type { InvokeCommand } from '@aws-sdk/client-lambda';
import type { ResultRoom } from '../../../ports/task-targets.ts';

/** Bytes of a response from which on it waits for room. */
const LARGE = 64 * 1024;

/** Bytes for which a response waits that does not say how many it has: a function returns no more. */
const MOST = 6 * 1024 * 1024;

interface Response {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Lets the response to a call wait for room before it is read. It fails when the other side, or the call's own deadline, ends it meanwhile. */
export function awaitRoom(command: InvokeCommand, room: ResultRoom): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers, body } = result.response as Response;
      const bytes = Number(headers['content-length'] ?? MOST);
      if (bytes >= LARGE) await enter(room, bytes, body);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'awaitRoom' },
  );
}

async function enter(room: ResultRoom, bytes: number, body: Readable): Promise<void> {
  const gone = new AbortController();
  const giveUp = () => gone.abort(new Error('The response broke off before it was read'));
  if (body.destroyed) giveUp();
  body.once('close', giveUp);
  try {
    await room.take(bytes, gone.signal);
  } finally {
    body.off('close', giveUp);
  }
}
