import type { JsonObject } from '../common/json.ts';
import { parseJson } from '../common/json-text.ts';
import { type Labels, labelsOf } from '../flow/labels.ts';
import type { Descent, ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';
import type { FlowRecord } from '../ports/flow-store.ts';
import { decideStart } from './log/first-record.ts';
import { keepText } from './log/kept-text.ts';
import type { WholeHeader } from './log/whole-log.ts';
import type { EngineServices } from './services.ts';
import { resolveFlow } from './versions/resolve-flow.ts';

/** A request for a start. `input` is JSON object text (default `{}`), kept as it is; the name defaults to a new UUID. */
export interface StartRequest {
  readonly flowName: string;
  /** A published version or an alias; the newest definition when left out. */
  readonly qualifier?: string;
  readonly executionName?: string;
  readonly input?: string;
  /** Labels by which the execution is found, besides those that its flow reads in the input. */
  readonly labels?: Labels;
  /** The span of the caller, as W3C's `traceparent`. */
  readonly traceparent?: string;
  /** Token of the task that waits for the execution to end. */
  readonly parentToken?: string;
  /** Id of the task that starts it, the same for a repeat. */
  readonly startedBy?: string;
  /** Where that task places it among its ancestors. */
  readonly descent?: Descent;
  /** The flow that handles its failure, in place of the one that its own flow names. */
  readonly onFailure?: string;
  /** It handles a failure itself: nothing handles its own. */
  readonly isHandler?: true;
}

/** The outcome of a start, with the flow in its version. It is `running`, so that starts are idempotent, when an execution in progress has the name. */
export type StartOutcome =
  | { readonly kind: 'started' | 'running'; readonly header: ExecutionHeader; readonly flow?: FlowRecord }
  | { readonly kind: 'flowNotExists' }
  | { readonly kind: 'versionNotExists' }
  | { readonly kind: 'aliasNotExists' }
  | { readonly kind: 'alreadyExists' };

/**
 * Starts an execution of a flow's newest definition, or of a published version, durably: sends the message that will drive it, then creates the
 * header that the message owns, with the first events where they can be decided here. A large input is stored before. A message without a header is
 * dropped (docs/internals/architecture.md, "Who performs").
 */
export async function startExecution(services: EngineServices, request: StartRequest): Promise<StartOutcome> {
  const name = request.executionName ?? newName(services);
  const resolved = await resolveFlow(services.flows, request, name);
  if (resolved.kind !== 'found') return resolved;
  const { flow, published } = resolved;
  const id: ExecutionId = { flowId: flow.id, name };
  const input = request.input ?? '{}';
  const onFailure = request.isHandler ? undefined : (request.onFailure ?? flow.onFailure);
  const labels = labelsOf(
    request.labels ?? {},
    flow.labelMappings ?? {},
    () => parseJson(input) as JsonObject,
  );
  const { header, isNew } = await createExecution(
    services,
    {
      id,
      flowName: flow.name,
      flowVersion: flow.version,
      ...(published !== undefined && { published }),
      input,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(request.traceparent !== undefined && { traceparent: request.traceparent }),
      ...(request.parentToken !== undefined && { parentToken: request.parentToken }),
      ...(request.startedBy !== undefined && { startedBy: request.startedBy }),
      ...(request.descent !== undefined && { descent: request.descent }),
      ...(onFailure !== undefined && onFailure !== flow.name && { onFailure }),
    },
    flow,
  );
  if (isNew) return { kind: 'started', header, flow };
  return existing(services, header, flow, request);
}

/** The parts of a header that its creation adds. */
type Added = 'startedAt' | 'numbers' | 'owner' | 'tokenKey' | 'firstEvents';

/**
 * Sends the message that will drive an execution, then creates the header that the message owns, with the first events
 * where they can be decided here. `flow` saves a read of the definition.
 */
export async function createExecution(
  services: EngineServices,
  given: Omit<WholeHeader, Added>,
  flow?: FlowRecord,
): Promise<{ readonly header: ExecutionHeader; readonly isNew: boolean }> {
  const owner = await services.queue.send({ kind: 'dispatch', execution: given.id });
  const bare: WholeHeader = {
    ...given,
    startedAt: services.clock.now(),
    numbers: 'exact',
    owner,
    tokenKey: services.ids.secret(),
  };
  const { endsBy, ...first } = await decideStart(services, bare, flow);
  const header = { ...bare, ...first };
  const kept = await keepText(services, header, bare.input, endsBy);
  return { header, isNew: await services.executions.create({ ...header, input: kept }, undefined, endsBy) };
}

/**
 * The execution that has the name. It may be the one that was just created: the store's response was lost and its client
 * tried again. An execution that is kept no longer cannot be read.
 */
async function existing(
  services: EngineServices,
  { id, owner }: ExecutionHeader,
  flow: FlowRecord,
  { startedBy }: StartRequest,
): Promise<StartOutcome> {
  const header = await services.executions.readHeader(id);
  if (header === undefined) return { kind: 'alreadyExists' };
  if (header.owner === owner) return { kind: 'started', header, flow };
  const isOwnRepeat = startedBy !== undefined && header.startedBy === startedBy;
  if (header.end !== undefined && !isOwnRepeat) return { kind: 'alreadyExists' };
  const version = await services.flows.readVersion(flow.id, header.flowVersion);
  return { kind: 'running', header, ...(version !== undefined && { flow: version }) };
}

/** A UUID that is also a valid name, which must not begin with a digit. */
export function newName(services: EngineServices): string {
  for (;;) {
    const uuid = services.ids.uuid();
    if (/^[a-f]/.test(uuid)) return uuid;
  }
}
