import { STATUS_CHANGES, type StatusChange } from '../../ports/status-events.ts';
import { secretProblem } from './webhook-signature.ts';

/** Where events go, and which. */
export interface EventOptions {
  /** An address with http or https. */
  readonly url: string;
  /** Signs the events; 24 bytes at least. */
  readonly secret: string;
  readonly changes: readonly StatusChange[];
}

/** Which changes of executions are told, by the word that asks for them. */
export const EVENT_CHOICES: ReadonlyMap<string, readonly StatusChange[]> = new Map([
  ['ended', ['ended']],
  ['all', STATUS_CHANGES],
]);

/** Why there can be no events with these options, as a sentence without its subject; undefined when there can. */
export function eventsProblem({ url, secret }: Pick<EventOptions, 'url' | 'secret'>): string | undefined {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    return `the address ${JSON.stringify(url)} is none with http or https`;
  const problem = secretProblem(secret);
  return problem && `the secret ${problem}`;
}
