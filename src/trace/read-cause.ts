import { parseStored } from '../common/json-text.ts';
import { parseDetail } from './event-detail.ts';

/** The cause of a failure as a person reads it. */
export interface ReadCause {
  /** The problem in words, without the parts that only programs read. */
  readonly message: string;
  /** Places in the user's own code, innermost first, as `charge.js:2`. */
  readonly places: readonly string[];
}

/** A cause that was cut off is no JSON any more, but begins like that of a function. */
const CUT_CAUSE = /^\{"errorMessage":"((?:[^"\\]|\\.)*)/s;

/**
 * Reads a cause. A function's error is JSON text (`errorMessage`, and `stackTrace` or `trace`); of any other cause the
 * message is the text itself.
 */
export function readCause(cause: string): ReadCause {
  const { errorMessage, stackTrace, trace } = parseDetail(cause);
  if (typeof errorMessage === 'string')
    return { message: errorMessage, places: ownPlaces(stackTrace ?? trace) };
  const [start = '', cut] = CUT_CAUSE.exec(cause) ?? [];
  if (cut === undefined) return { message: cause, places: [] };
  const rest = cause.slice(start.length).replaceAll('\\n', '\n').replaceAll('\\"', '"');
  return { message: unescaped(cut), places: ownPlaces(rest.split('","')) };
}

/** The escape in which the text was cut is left out. */
function unescaped(text: string): string {
  try {
    return parseStored(`"${text.replace(/\\(?:u[0-9a-fA-F]{0,3})?…?$/, '…')}"`);
  } catch {
    return text;
  }
}

/** Frames of the host, of imported packages and of the runtime: code that the author of a function cannot repair. */
const FOREIGN =
  /^node:|^<|\/node_modules\/|\/site-packages\/|\/dist-packages\/|\/lib\/python[\d.]+\/|\/src\/local\/functions\/(?:node\/|python\/fdl_host\/)?[\w-]+\.(?:ts|py)$|\/dist\/src\/local\/functions\/(?:node\/|python\/fdl_host\/)?[\w-]+\.(?:js|py)$|^\/var\/(?:runtime|lang)\//;

const NODE_FRAME = /^\s*at (?:.* \()?(?:file:\/\/)?([^()]+?)(?:\?[^:()]*)?:(\d+):\d+\)?$/;
const PYTHON_FRAME = /^\s*File "([^"]+)", line (\d+)/;

function ownPlaces(stack: unknown): readonly string[] {
  const text = Array.isArray(stack) ? stack.join('\n') : stack;
  if (typeof text !== 'string') return [];
  const lines = text.split('\n');
  const ofNode = lines.flatMap((line) => placeIn(line, NODE_FRAME));
  // Python lists the innermost frame last.
  return ofNode.length > 0 ? ofNode : lines.flatMap((line) => placeIn(line, PYTHON_FRAME)).reverse();
}

function placeIn(line: string, frame: RegExp): readonly string[] {
  const [, file = '', at = ''] = frame.exec(line) ?? [];
  if (file === '' || FOREIGN.test(file.replaceAll('\\', '/'))) return [];
  return [`${file.replace(/^.*[/\\]/, '')}:${at}`];
}
