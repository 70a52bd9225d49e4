import { AsyncLocalStorage } from 'node:async_hooks';
import { SQSClient } from '@aws-sdk/client-sqs';

/** A function of the service, by the beginning of its logical id. */
export type Caller = 'Api' | 'Driver' | 'Registrar' | 'Mns';

/** A request of a function to AWS, as it gave it to the SDK. */
export interface Recorded {
  readonly caller: Caller;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** With which it was signed. */
  readonly credentials: () => Promise<{ readonly accessKeyId: string }>;
}

interface Sender {
  readonly config: Pick<Recorded, 'credentials'>;
  send(command: { readonly input: Recorded['input'] }, ...rest: unknown[]): unknown;
}

const callers = new AsyncLocalStorage<Caller>();
const recorded: Recorded[] = [];

/** The common part of all clients of the SDK. */
const base = Object.getPrototypeOf(SQSClient.prototype) as Sender;
const send = base.send;
base.send = function (this: Sender, command, ...rest) {
  const caller = callers.getStore();
  const { credentials } = this.config;
  if (caller !== undefined)
    recorded.push({ caller, command: command.constructor.name, input: command.input, credentials });
  return send.call(this, command, ...rest);
};

/** Every request so far. */
export function requests(): readonly Recorded[] {
  return recorded;
}

/** A handler whose requests to AWS are kept, with the function that it is. */
export function recording<Args extends unknown[], Result>(
  caller: Caller,
  handler: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return (...args) => callers.run(caller, () => handler(...args));
}
