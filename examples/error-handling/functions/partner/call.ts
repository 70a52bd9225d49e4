import { setTimeout as sleep } from 'node:timers/promises';

interface Request {
  readonly partner: string;
}

/** An error with a name of its own: the name is what retry and catch compare. */
class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Errors of the function service itself on a bad day; acted here, since a function can throw any name. */
const failures: Readonly<Record<string, NamedError>> = {
  'is throttled': new NamedError('FC.ResourceThrottled', 'Too many calls at the same time.'),
  'has no room': new NamedError('FC.ResourceExhausted', 'No machine is free.'),
  'breaks down': new NamedError('FC.InternalServerError', 'The service has a fault.'),
  'is busy': new NamedError('PartnerBusy', 'Call again in a moment.'),
  refuses: new NamedError('OrderRefused', 'We do not deliver there.'),
  surprises: new NamedError('ElephantInTheRoom', 'Nobody has thought of this.'),
};

/** A partner in the mood that the input names. */
export async function handler({ partner }: Request): Promise<{ answer: string }> {
  if (partner === 'crashes') process.exit(3);
  if (partner === 'falls asleep') await sleep(20_000);
  const failure = failures[partner];
  if (failure) throw failure;
  return { answer: 'thank you' };
}
