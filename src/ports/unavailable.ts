/**
 * The store or the queue cannot do its work now. The message says why, in words for callers.
 *
 * Unless it was overloaded, trying again helps only after an operator has repaired it.
 */
export class UnavailableError extends Error {
  readonly isOverload: boolean;

  constructor(message: string, options: { readonly cause: unknown; readonly isOverload: boolean }) {
    super(message, { cause: options.cause });
    this.name = 'UnavailableError';
    this.isOverload = options.isOverload;
  }
}
