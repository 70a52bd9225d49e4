import { inspect } from 'node:util';
import { cutText } from '../../common/cut-text.ts';
import type { ThrownError } from './protocol.ts';

/** Longest message, longest line of a stack and most lines: data that cross to the server are bounded. */
const MAX_MESSAGE = 16_384;
const MAX_LINE = 1_024;
const MAX_LINES = 50;

/** Describes any value that a function threw or rejected with; never throws itself, even with getters or proxies that do. */
export function thrownError(thrown: unknown): ThrownError {
  try {
    return typeof thrown === 'object' && thrown !== null ? describeObject(thrown) : describeText(thrown);
  } catch {
    return { errorMessage: 'A value was thrown that cannot be read', errorType: 'Error', stackTrace: [] };
  }
}

function describeObject(thrown: object): ThrownError {
  const { message, stack } = thrown as { message?: unknown; stack?: unknown };
  return {
    errorMessage: cutText(typeof message === 'string' ? message : inspect(thrown), MAX_MESSAGE),
    errorType: cutText(typeName(thrown), MAX_LINE),
    stackTrace: typeof stack === 'string' ? stackLines(stack) : [],
  };
}

function stackLines(stack: string): readonly string[] {
  const lines = stack.slice(0, MAX_LINE * MAX_LINES).split('\n', MAX_LINES);
  return lines.map((line) => cutText(line.trim(), MAX_LINE));
}

function describeText(thrown: unknown): ThrownError {
  return { errorMessage: cutText(String(thrown), MAX_MESSAGE), errorType: 'Error', stackTrace: [] };
}

/** The error's `name` where one was set, else the name of its class: `class OutOfStock extends Error {}` sets none. */
function typeName(thrown: object): string {
  const { name } = thrown as { name?: unknown };
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name;
  const className: unknown = thrown.constructor?.name;
  return typeof className === 'string' && className !== '' && className !== 'Object' ? className : 'Error';
}
