import type { JsonObject } from '../common/json.ts';
import type { TargetKind } from './target-kind.ts';

/** The part of a map that a task stands for: the map run, a read of items, one of the batches, the writing of what that led to, or the results. */
export type MapRole = 'run' | 'read' | 'batch' | 'write' | 'results';

/** The service itself, which runs the steps of a distributed foreach. */
export interface MapTarget {
  readonly kind: 'map';
  readonly role: MapRole;
  readonly resourceArn: string;
}

/** A map run, or a part of one, for a task. */
export interface MapRequest {
  readonly kind: 'map';
  readonly role: MapRole;
  /** The mapped input of the step. */
  readonly input: JsonObject;
  /** Token of the task that the end of the map run, or of the batch, completes. */
  readonly parentToken?: string;
}

/** The target of a task that is a map run or a part of one. */
export function mapTarget(role: MapRole): MapTarget {
  return { kind: 'map', role, resourceArn: `fnf:Map${role[0]?.toUpperCase()}${role.slice(1)}` };
}

/** Map runs, which no definition can name: a distributed foreach stands for one. */
export const maps: TargetKind<MapTarget, MapRequest> = {
  noun: 'a map run',
  attribute: 'action',
  forms: [],
  patterns: ['sync', 'requestResponse'],
  params: {},
  icon: 'flow',
  name: ({ resourceArn }) => resourceArn,
  label: () => 'in child executions',
  request: ({ role }, { input, token }) => ({
    kind: 'map',
    role,
    input,
    ...(token !== undefined && { parentToken: token }),
  }),
};
