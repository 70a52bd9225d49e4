import { isJsonObject, type JsonObject } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import type { Circumstances } from '../../interpreter/decision.ts';
import type { EventId } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { ExecutionFacts } from '../../interpreter/state.ts';
import { type ExecutionHeader, flowIdOf, fullNameOf } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { taskToken } from '../task-token.ts';
import type { WholeHeader } from './whole-log.ts';

/** Events after which one commit is full: a loop without tasks is committed in parts of this size. */
const COMMIT_EVENTS = 1_000;

/** Everything that a decision depends on when it is made now, under this message. */
export function circumstancesOf(
  { clock, limits, physical }: EngineServices,
  header: ExecutionHeader,
  owner: MessageId,
): Circumstances {
  return {
    now: clock.now(),
    owner,
    newToken: (task) => taskToken(header, task),
    startedBy: header.startedBy,
    limits: { ...limits, commitEvents: COMMIT_EVENTS, handlerSeconds: physical.handlerSeconds },
  };
}

/** The parts of the header that folding needs. */
export function factsOf(header: WholeHeader): ExecutionFacts {
  return {
    flowId: flowIdOf(header),
    flowName: header.flowName,
    executionName: fullNameOf(header),
    input: parseObject(header.input),
    numbers: header.numbers ?? 'double',
  };
}

/**
 * The same for folding from an event on: of a fork, those of the execution that the event comes of, and behind them those
 * of the ones that went on in its place. `next` are of another fork that is to come.
 */
export function factsFrom(header: WholeHeader, event: EventId, next?: ExecutionFacts): ExecutionFacts {
  const own = factsOf(header);
  let facts: ExecutionFacts = next === undefined ? own : { ...own, next };
  let { input } = facts;
  for (const origin of header.origins?.toReversed() ?? []) {
    if (event > origin.upTo + 1) break;
    input = origin.input === undefined ? input : parseObject(origin.input);
    facts = { ...own, executionName: origin.name, input, next: facts };
  }
  return facts;
}

/** The JSON text of the input with which the log of an execution begins. */
export function firstInput({ origins = [], input }: WholeHeader): string {
  return origins.find((origin) => origin.input !== undefined)?.input ?? input;
}

/** The definition version with which the log of an execution begins. */
export function firstVersion({ origins, flowVersion }: ExecutionHeader): number {
  return origins?.[0]?.flowVersion ?? flowVersion;
}

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error('an execution was started with an input that is no JSON object');
  return value;
}
