import type { Instant } from '../interpreter/event.ts';

/** A published version: what a flow was, under a number that is never given to anything else. */
export interface PublishedVersion {
  readonly flowId: string;
  /** 1, 2, 3 … */
  readonly number: number;
  readonly description: string;
  /** The version of the flow's record that was published. */
  readonly flowVersion: number;
  readonly createdAt: Instant;
}

/** A published version that an alias leads to, and its share of the starts. */
export interface Route {
  readonly number: number;
  /** The version of the flow's record that was published under the number. */
  readonly flowVersion: number;
  readonly weight: number;
}

/** A name for one or two published versions. */
export interface FlowAlias {
  readonly name: string;
  readonly description: string;
  readonly routes: readonly Route[];
  readonly createdAt: Instant;
}

/** All aliases of a flow, by name. `version` grows by one with every change; 0 before the first. */
export interface FlowAliases {
  readonly flowId: string;
  readonly version: number;
  readonly aliases: readonly FlowAlias[];
}

/** Keeps published versions and aliases; both go with their flow. */
export interface FlowVersions {
  /** The greatest number that was ever given; 0 when none was. */
  lastNumber(flowId: string): Promise<number>;

  /** @returns false when the number was given before. */
  publish(version: PublishedVersion): Promise<boolean>;

  /** @returns undefined when there is none, or it was deleted. */
  read(flowId: string, number: number): Promise<PublishedVersion | undefined>;

  /** The next of them behind a number, in order of their numbers. */
  list(flowId: string, after: number, limit: number): Promise<readonly PublishedVersion[]>;

  /** @returns false when the version is gone already, or the aliases are others than those that were read. */
  delete(flowId: string, number: number, read: FlowAliases): Promise<boolean>;

  readAliases(flowId: string): Promise<FlowAliases>;

  /** Replaces version `aliases.version - 1`. @returns false when another is the newest, or a version that it leads to is gone. */
  writeAliases(aliases: FlowAliases): Promise<boolean>;
}
