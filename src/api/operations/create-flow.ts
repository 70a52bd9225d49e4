import type { FlowRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { checkDefinition } from '../params/check-definition.ts';
import { checkRole } from '../params/check-role.ts';
import { definitionText, executionMode, flowType, freeText } from '../params/common-params.ts';
import { environment } from '../params/environment.ts';
import { failureFlow, keptFailureFlow } from '../params/failure-flow.ts';
import { keptLabels, labelMappings } from '../params/label-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { flowView } from '../views/flow-view.ts';
import { demandFailureFlow } from './lookup.ts';

/** Stores a checked definition under a new name. */
export const createFlow = operation(
  'CreateFlow',
  {
    Name: required(name),
    Definition: required(definitionText),
    Description: required(freeText),
    Type: required(flowType),
    RoleArn: optional(freeText),
    ExternalStorageLocation: optional(freeText),
    ExecutionMode: optional(executionMode),
    Environment: optional(environment),
    ResourceGroupId: optional(freeText),
    LabelMappings: optional(labelMappings),
    OnFailure: optional(failureFlow),
  },
  async (params, services, { requestId }) => {
    const { flows, ids, clock, limits } = services;
    checkDefinition(params.Name, params.Definition, limits);
    checkRole(params.RoleArn ?? '', services);
    const failureHandler = keptFailureFlow(params.Name, params.OnFailure);
    await demandFailureFlow(services, params.OnFailure);
    const file = await services.flowFiles?.keep({ flowName: params.Name, definition: params.Definition });
    const now = clock.now();
    const flow: FlowRecord = {
      id: ids.uuid(),
      name: params.Name,
      version: 1,
      definition: params.Definition,
      description: params.Description,
      type: params.Type,
      roleArn: params.RoleArn ?? '',
      externalStorageLocation: params.ExternalStorageLocation ?? '',
      ...(params.ExecutionMode === 'Express' && { executionMode: 'Express' }),
      ...(params.Environment?.length && { environment: params.Environment }),
      ...(params.ResourceGroupId && { resourceGroupId: params.ResourceGroupId }),
      ...keptLabels(params.LabelMappings),
      ...failureHandler,
      ...(file !== undefined && { file }),
      createdAt: now,
      modifiedAt: now,
    };
    if (!(await flows.createFlow(flow))) {
      throw new ApiError('FlowAlreadyExists', `Flow ${params.Name} already exists`);
    }
    return { RequestId: requestId, ...flowView(flow, services.flowFiles) };
  },
);
