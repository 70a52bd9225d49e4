import { FRAME } from '../frames.ts';
import { thrownError } from '../thrown-error.ts';

/** One frame that ends a call. */
export interface Ended {
  readonly type: number;
  readonly body: string | Uint8Array;
}

// Functions may replace these.
const { stringify } = JSON;
const { byteLength } = Buffer;

/** The end of a call that returned: text and bytes are the result's text, anything else is written as JSON. */
export function returned(result: unknown, resultBytes: number): Ended {
  try {
    if (typeof result === 'string' || result instanceof Uint8Array) {
      return measured(FRAME.returnedText, result, resultBytes);
    }
    return measured(FRAME.returned, stringify(result) ?? 'null', resultBytes);
  } catch (error) {
    return { type: FRAME.unwritable, body: stringify(thrownError(error)) };
  }
}

/** The end of a call that threw. */
export function threw(error: unknown): Ended {
  return { type: FRAME.threw, body: stringify(thrownError(error)) };
}

function measured(type: number, body: string | Uint8Array, resultBytes: number): Ended {
  const bytes = byteLength(body);
  return bytes > resultBytes ? { type: FRAME.tooLarge, body: String(bytes) } : { type, body };
}
