import type { Place } from '../fdl/yaml/node.ts';

/** As far as it is known, a value that paths read. */
export type Shape =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Member>; readonly isOpen: boolean }
  | { readonly kind: 'list'; readonly elements: Shape };

/** A key that an object may have. */
export interface Member {
  /** Computed when it is asked for, with the steps that may be taken to find it. */
  readonly shape: (budget: number) => Shape;
  /** Says where the key comes from: `set by the step pack`. */
  readonly from: string;
  /** Where the text sets it; undefined for what comes from outside. */
  readonly place?: Place;
}

/** Nothing is known. */
export const UNKNOWN: Shape = { kind: 'unknown' };

/** An object with no other keys than these. */
export function objectOf(members: Iterable<readonly [string, Member]>): Shape {
  return { kind: 'object', members: new Map(members), isOpen: false };
}

/** An object whose keys are laid over each other, later ones over earlier ones; what is unknown leaves it open. */
export function laidOver(shapes: readonly Shape[]): Shape {
  const members = new Map<string, Member>();
  let isOpen = false;
  for (const shape of shapes) {
    if (shape.kind !== 'object') {
      isOpen = true;
      continue;
    }
    isOpen ||= shape.isOpen;
    for (const [key, member] of shape.members) members.set(key, member);
  }
  return { kind: 'object', members, isOpen };
}

/** A list of objects, of which each may have any of these keys. */
export function listOf(elements: readonly Shape[]): Shape {
  return { kind: 'list', elements: laidOver(elements) };
}

/** The member that a key names; undefined when it is not known. */
export function memberOf(shape: Shape, key: string): Member | undefined {
  return shape.kind === 'object' ? shape.members.get(key) : undefined;
}
