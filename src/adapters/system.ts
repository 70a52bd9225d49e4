import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Ids } from '../ports/clock.ts';

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };

/** Random values from the operating system. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => drawBytes(SECRET_BYTES).toString('base64url'),
};

const SECRET_BYTES = 16;
/** Bytes that are asked of the system at a time: each request takes as long as reading a row. */
const DRAWN_BYTES = 4096;
let drawn = Buffer.alloc(0);

function drawBytes(count: number): Buffer {
  if (drawn.length < count) drawn = randomBytes(DRAWN_BYTES);
  const bytes = drawn.subarray(0, count);
  drawn = drawn.subarray(count);
  return bytes;
}
