import { isJsonObject, type JsonObject } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import type { Circumstances } from '../../interpreter/decision.ts';
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

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error('an execution was started with an input that is no JSON object');
  return value;
}
