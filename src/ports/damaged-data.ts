import { UnavailableError } from './unavailable.ts';

/**
 * Stored data cannot be read: it was cut, changed by another program, or has an unknown form. The message names it. Trying
 * again does not help, and everything else goes on without it.
 */
export class DamagedData extends UnavailableError {
  constructor(what: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${what} is damaged and set aside: ${reason}`, { cause, isOverload: false });
    this.name = 'DamagedData';
  }
}
