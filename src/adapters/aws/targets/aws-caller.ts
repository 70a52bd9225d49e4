import type { Instant } from '../../../interpreter/event.ts';
import type { CallOutcome, Underway } from '../../../ports/task-targets.ts';
import type { AwaitedReplies } from '../replies/awaited-replies.ts';
import type { ClientSettings } from './flow-clients.ts';
import type { Naming } from './resource-names.ts';

/** The services that a call may use. */
export interface CallContext<Client> {
  readonly naming: Naming;
  readonly now: Instant;
  /** The client with the caller's role in a region. */
  readonly clientIn: (region: string) => Client;
  /** The calls whose outcomes come as messages. */
  readonly replies: Pick<AwaitedReplies, 'keep'>;
}

/** The caller of one kind of target on AWS. */
export interface AwsCaller<Call, Client> {
  createClient(settings: ClientSettings): Client;
  call(call: Call, context: CallContext<Client>): Promise<CallOutcome | Underway>;
}

/** Timeouts of requests that normally return at once. */
export const BRIEF = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
