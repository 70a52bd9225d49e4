import type { JsonObject } from '../../../common/json.ts';
import type { TopicStore } from '../../../queues/topics/topic-store.ts';

/** The context of an action of the SNS protocol. */
export interface SnsContext {
  readonly topics: TopicStore;
}

/** One action: takes its parameters and returns its result, both in the names of SNS. */
export type SnsAction = (parameters: JsonObject, context: SnsContext) => Promise<JsonObject>;
