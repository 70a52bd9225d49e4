import type { FlowRecord } from '../../ports/flow-store.ts';
import type { FlowView } from '../contract.ts';
import { formatTime } from './format-time.ts';

/** A flow as callers see it. */
export function flowView(flow: FlowRecord): FlowView {
  return {
    Name: flow.name,
    Description: flow.description,
    Definition: flow.definition,
    Id: flow.id,
    Type: flow.type,
    RoleArn: flow.roleArn,
    ExternalStorageLocation: flow.externalStorageLocation,
    CreatedTime: formatTime(flow.createdAt),
    LastModifiedTime: formatTime(flow.modifiedAt),
  };
}
