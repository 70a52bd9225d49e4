import { UnavailableError } from '../../ports/unavailable.ts';
import { serviceError } from './targets/call-failure.ts';

/** The names of exceptions by which services of AWS refuse because of load. */
const OVERLOAD = /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests|SlowDown/;

/** True when AWS turned a request away because there were too many, or a client that `tellOverload` has changed says so. */
export function isOverload(error: unknown): boolean {
  if (error instanceof UnavailableError) return error.isOverload;
  const { name, status } = serviceError(error);
  return status === 429 || OVERLOAD.test(name);
}

/** The error for the engine and the API when a request was refused again and again because of load. */
export function overloaded(service: string, cause: unknown): UnavailableError {
  const message = `The service is busy: ${service} turns requests away; come back in a moment`;
  return new UnavailableError(message, { cause, isOverload: true });
}

/** The part of a client that this needs; the commands of the client do not matter. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: <A, R>(next: (args: A) => Promise<R>) => (args: A) => Promise<R>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Makes a client fail, once it has tried often enough, with an error that tells of an overloaded service. */
export function tellOverload<C extends Client>(client: C, service: string): C {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isOverload(error) ? overloaded(service, error) : error;
      }
    },
    { step: 'initialize', name: 'tellOverload' },
  );
  return client;
}
