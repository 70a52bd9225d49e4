import { createHash } from 'node:crypto';
import { stringifyJson } from '../../common/json-text.ts';
import { utf8Bytes } from '../../common/text-bytes.ts';
import type { StartMessage } from '../../ports/dispatch-queue.ts';
import { type ExecutionEnd, fullNameOf } from '../../ports/execution-store.ts';
import type { WholeHeader } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';

/** Bytes of the failed execution's input up to which its handler gets it. */
const INPUT_BYTES = 64 * 1024;
/** Characters of the failed execution's name in that of its handler. */
const NAME_CHARACTERS = 64;

/** Tells those outside of an end, and starts the flow that handles failures. A repeat of the start finds the execution there. */
export async function tellEnd(
  services: EngineServices,
  header: WholeHeader,
  end: ExecutionEnd,
): Promise<void> {
  const { statusEvents, queue } = services;
  const isTold = header.part === undefined && statusEvents?.changes.has('ended');
  const hasFailed = end.status === 'Failed' || end.status === 'TimedOut';
  await Promise.all([
    isTold && statusEvents?.tell({ header, end }),
    hasFailed && header.onFailure !== undefined && queue.send(handlerStart(services, header, end)),
  ]);
}

/** The start of the flow that handles a failure. Its own failure starts no other. */
function handlerStart(
  { limits }: Pick<EngineServices, 'limits'>,
  header: WholeHeader,
  end: ExecutionEnd,
): StartMessage {
  const { id, flowName, input, startedAt, onFailure = '' } = header;
  const { failure, step, redrives = 0, status, stoppedAt } = end;
  const isIncluded = utf8Bytes(input) <= Math.min(INPUT_BYTES, limits.stepDataBytes / 2);
  const facts = stringifyJson({
    flowName,
    executionName: fullNameOf(header),
    status,
    error: failure?.error ?? '',
    cause: failure?.cause ?? '',
    step: step ?? '',
    startedTime: new Date(startedAt).toISOString(),
    stoppedTime: new Date(stoppedAt).toISOString(),
    redriveCount: redrives,
    inputIncluded: isIncluded,
  });
  const hash = createHash('sha256').update(`${id.flowId} ${id.name} ${startedAt} ${redrives}`).digest('hex');
  return {
    kind: 'start',
    flowName: onFailure,
    executionName: `failed-${id.name.slice(0, NAME_CHARACTERS)}-${hash.slice(0, 16)}`,
    input: `${facts.slice(0, -1)},"input":${isIncluded ? input : 'null'}}`,
    isHandler: true,
  };
}
