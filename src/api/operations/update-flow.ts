import type { FlowRecord } from '../../ports/flow-store.ts';
import { operation } from '../operation.ts';
import { checkDefinition } from '../params/check-definition.ts';
import { checkRole } from '../params/check-role.ts';
import { definitionText, flowType, freeText } from '../params/common-params.ts';
import { environment } from '../params/environment.ts';
import { failureFlow, keptFailureFlow } from '../params/failure-flow.ts';
import { keptLabels, labelMappings } from '../params/label-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { flowView } from '../views/flow-view.ts';
import { demandFailureFlow, findFlow } from './lookup.ts';
import { retryUpdate } from './retry-update.ts';

/** Adds a version to a flow; executions that run keep the version they started with. */
export const updateFlow = operation(
  'UpdateFlow',
  {
    Name: required(name),
    Definition: optional(definitionText),
    Description: optional(freeText),
    Type: optional(flowType),
    RoleArn: optional(freeText),
    ExternalStorageLocation: optional(freeText),
    Environment: optional(environment),
    LabelMappings: optional(labelMappings),
    OnFailure: optional(failureFlow),
  },
  async (params, services, { requestId }) => {
    const { flows, clock, limits } = services;
    if (params.Definition !== undefined) checkDefinition(params.Name, params.Definition, limits);
    if (params.RoleArn !== undefined) checkRole(params.RoleArn, services);
    await demandFailureFlow(services, params.OnFailure);
    const defined = await keptDefinition(services, params.Name, params.Definition);
    const updated = await retryUpdate(
      () => findFlow(services, params.Name),
      ({ labelMappings: before, onFailure, ...flow }) => ({
        ...defined(flow),
        version: flow.version + 1,
        description: params.Description ?? flow.description,
        type: params.Type ?? flow.type,
        roleArn: params.RoleArn ?? flow.roleArn,
        externalStorageLocation: params.ExternalStorageLocation ?? flow.externalStorageLocation,
        ...(params.Environment !== undefined && { environment: params.Environment }),
        ...keptLabels(params.LabelMappings ?? before),
        ...keptFailureFlow(params.Name, params.OnFailure ?? onFailure),
        modifiedAt: clock.now(),
      }),
      (flow) => flows.updateFlow(flow),
    );
    return { RequestId: requestId, ...flowView(updated, services.flowFiles) };
  },
);

/** Writes a new definition into the file of its flow, if that has one. @returns the fields for the record */
async function keptDefinition(
  services: ApiServices,
  name: string,
  definition: string | undefined,
): Promise<(flow: FlowRecord) => FlowRecord> {
  const { definition: before } = await findFlow(services, name);
  if (definition === undefined || definition === before) return (flow) => flow;
  const file = await services.flowFiles?.keep({ flowName: name, before, definition });
  return ({ file: _, ...flow }) => ({ ...flow, definition, ...(file !== undefined && { file }) });
}
