import { inspect } from 'node:util';
import type { ThrownError } from './protocol.ts';

/** Describes whatever a function threw or rejected with; never throws itself, whatever getters or proxies do. */
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
    errorMessage: typeof message === 'string' ? message : inspect(thrown),
    errorType: typeName(thrown),
    stackTrace: typeof stack === 'string' ? stack.split('\n').map((line) => line.trim()) : [],
  };
}

function describeText(thrown: unknown): ThrownError {
  return { errorMessage: String(thrown), errorType: 'Error', stackTrace: [] };
}

/** The error's `name` where somebody set one, else the name of its class: `class OutOfStock extends Error {}` sets none. */
function typeName(thrown: object): string {
  const { name } = thrown as { name?: unknown };
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name;
  const className: unknown = thrown.constructor?.name;
  return typeof className === 'string' && className !== '' && className !== 'Object' ? className : 'Error';
}
