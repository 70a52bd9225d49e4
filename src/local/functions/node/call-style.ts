/** A function that an author exported: a handler, or an initializer. */
export type Exported = (...args: unknown[]) => unknown;

/**
 * Calls an exported function in the style that its parameters show, and resolves to its result.
 *
 * One that declares a parameter behind the given ones gets a callback, as Function Compute hands it over; the first
 * call of the callback counts. It ends by the callback or, when it is asynchronous, by its returned promise.
 */
export function callInItsStyle(exported: Exported, ...args: readonly unknown[]): Promise<unknown> {
  if (exported.length <= args.length) return Promise.resolve(exported(...args));
  return new Promise((resolve, reject) => {
    const callback = (error: unknown, result: unknown) => {
      if (error === undefined || error === null) resolve(result);
      else reject(error);
    };
    const returned = exported(...args, callback);
    if (!isThenable(returned)) return;
    // Nothing returned means that the callback has the last word.
    const settle = (result: unknown) => (result === undefined ? undefined : resolve(result));
    returned.then(settle, reject);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | undefined | null)?.then === 'function';
}
