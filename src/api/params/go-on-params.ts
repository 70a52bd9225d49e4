import { isJsonObject, type JsonObject } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import type { ResumeChoice } from '../../engine/resume/resume-plan.ts';
import { resolveFlow } from '../../engine/versions/resolve-flow.ts';
import { ApiError } from '../api-error.ts';
import { notResolved } from '../operations/lookup.ts';
import type { ApiServices } from '../services.ts';
import { checkDataSize } from './check-data-size.ts';
import { boolean, integer, jsonObject, name, text } from './param-kinds.ts';
import { optional, type ParamValues, required } from './params.ts';
import { qualifier } from './version-params.ts';

/** Parameters of what lets an execution go on. */
export const GO_ON_PARAMS = {
  FlowName: required(name),
  ExecutionName: required(name),
  FromStep: optional(text(1, 4_096)),
  FromEventId: optional(integer(1, 1_000_000_000)),
  Qualifier: optional(qualifier),
  Patch: optional(jsonObject),
  DryRun: optional(boolean),
};

/**
 * The choice that checked parameters make.
 *
 * @throws ApiError when they ask for two points, for a patch that is too large, or for a version that is not there
 */
export async function goOnChoice(
  { FlowName, ExecutionName, FromStep, FromEventId, Qualifier, Patch }: ParamValues<typeof GO_ON_PARAMS>,
  services: ApiServices,
): Promise<ResumeChoice> {
  if (FromStep !== undefined && FromEventId !== undefined) {
    throw new ApiError('InvalidArgument', 'Parameters FromStep and FromEventId exclude each other; give one');
  }
  if (Patch !== undefined) checkDataSize('Patch', Patch, services.limits);
  const definition = Qualifier && (await definitionOf(services, FlowName, Qualifier, ExecutionName));
  return {
    ...(FromStep !== undefined && { fromStep: FromStep }),
    ...(FromEventId !== undefined && { fromEventId: FromEventId }),
    ...(definition && { definition }),
    ...(Patch !== undefined && { patch: objectOf(Patch) }),
  };
}

async function definitionOf(
  { flows }: ApiServices,
  flowName: string,
  qualifier: string,
  executionName: string,
): Promise<NonNullable<ResumeChoice['definition']>> {
  const resolved = await resolveFlow(flows, { flowName, qualifier }, executionName);
  if (resolved.kind !== 'found') throw notResolved(resolved.kind, flowName, qualifier);
  const { flow, published } = resolved;
  return { flowVersion: flow.version, ...(published !== undefined && { published }) };
}

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error('a checked parameter is no JSON object');
  return value;
}
