import { stringifyJson } from '../../common/json-text.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import type { FlowSourceView, FlowView } from '../contract.ts';
import type { FlowFile, FlowFiles } from '../flow-files.ts';
import { flowEnvironment } from './environment-view.ts';
import { formatTime } from './format-time.ts';

/** A flow as callers see it. */
export function flowView(flow: FlowRecord, files: FlowFiles | undefined): FlowView {
  const file = files?.fileOf(flow.name);
  return {
    Name: flow.name,
    Description: flow.description,
    Definition: flow.definition,
    Id: flow.id,
    Type: flow.type,
    RoleArn: flow.roleArn,
    ExternalStorageLocation: flow.externalStorageLocation,
    ExecutionMode: flow.executionMode ?? 'Standard',
    ...flowEnvironment(flow),
    ResourceGroupId: flow.resourceGroupId ?? '',
    ...(flow.labelMappings !== undefined && { LabelMappings: stringifyJson(flow.labelMappings) }),
    ...(flow.onFailure !== undefined && { OnFailure: flow.onFailure }),
    CreatedTime: formatTime(flow.createdAt),
    LastModifiedTime: formatTime(flow.modifiedAt),
    ...(file !== undefined && { Source: sourceView(file) }),
  };
}

function sourceView({ path, readOnlyReason }: FlowFile): FlowSourceView {
  return { File: path, ...(readOnlyReason !== undefined && { ReadOnlyReason: readOnlyReason }) };
}
