import { FRAME, type Frame } from './frames.ts';
import type { LoadedFile, OutputStream, Reply, ThrownError, UnloadableBy } from './protocol.ts';

/** A report that a process is about to end, and why. */
export interface Ending {
  readonly type: 'ending';
  readonly reason: string;
}

/** By the byte in front of lines that were printed. */
const STREAMS: readonly OutputStream[] = ['stdout', 'stderr', 'debug', 'warn'];

/** Reads a frame of a process. @throws when it is none that a process may send */
export function readReply(frame: Frame): Reply | Ending {
  const { call } = frame;
  switch (frame.type) {
    case FRAME.loaded:
      return { type: 'loaded' };
    case FRAME.unloadable:
      return { type: 'unloadable', ...readUnloadable(frame) };
    case FRAME.output:
      return readOutput(frame);
    case FRAME.returned:
      return { type: 'returned', call, output: frame.text() };
    case FRAME.returnedText:
      return { type: 'returned', call, output: JSON.stringify(frame.text()) };
    case FRAME.threw:
      return { type: 'threw', call, error: readError(parse(frame)) };
    case FRAME.unwritable:
      return { type: 'unwritable', call, error: readError(parse(frame)) };
    case FRAME.tooLarge:
      return { type: 'tooLarge', call, bytes: Number(frame.text()) };
    case FRAME.exited:
      return { type: 'exited', call };
    case FRAME.notBegun:
      return { type: 'notBegun', call };
    case FRAME.files:
      return { type: 'files', files: readFiles(parse(frame)) };
    case FRAME.ending:
      return { type: 'ending', reason: frame.text() };
    case FRAME.pong:
      return { type: 'pong' };
    default:
      throw new Error(`a message of an unknown kind (${frame.type}) came from its channel`);
  }
}

function readUnloadable(frame: Frame): { readonly error: ThrownError; readonly by: UnloadableBy } {
  const { error, by } = parse(frame) as { error?: unknown; by?: unknown };
  return { error: readError(error), by: by === 'handler' || by === 'initializer' ? by : 'code' };
}

function readOutput(frame: Frame): Reply {
  const { call } = frame;
  const stream = STREAMS[(frame.body()[0] ?? 1) - 1] ?? 'stdout';
  const lines = frame.text(1).split('\n');
  return { type: 'output', stream, lines, ...(call !== 0 && { call }) };
}

function readError(value: unknown): ThrownError {
  const { errorMessage, errorType, stackTrace } = Object(value) as Partial<
    Record<keyof ThrownError, unknown>
  >;
  return {
    errorMessage: String(errorMessage),
    errorType: String(errorType),
    stackTrace: Array.isArray(stackTrace) ? stackTrace.map(String) : [],
  };
}

function readFiles(value: unknown): readonly LoadedFile[] {
  if (!Array.isArray(value)) throw new Error('a list of files that is none came from its channel');
  return value.map((row: unknown) => {
    const [path, modifiedAt, size] = Array.isArray(row) ? row : [];
    return { path: String(path), modifiedAt: Number(modifiedAt), size: Number(size) };
  });
}

function parse(frame: Frame): unknown {
  return Object(JSON.parse(frame.text()));
}
