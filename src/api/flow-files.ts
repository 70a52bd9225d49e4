/** A file that a flow is kept in. */
export interface FlowFile {
  readonly path: string;
  /** Why it cannot be changed; absent when it can. */
  readonly readOnlyReason?: string;
}

/** A definition on its way to the store. */
export interface DefinitionChange {
  readonly flowName: string;
  /** The newest stored definition; absent for a new flow. */
  readonly before?: string;
  readonly definition: string;
}

/** The files that flows of a home are kept in, so that a flow and its file never say different things. */
export interface FlowFiles {
  /** The file that a flow comes from; undefined for a flow without one. */
  fileOf(flowName: string): FlowFile | undefined;

  /**
   * Writes a definition into the flow's file before it is stored, and returns the path of the file; undefined when the
   * flow has none.
   *
   * @throws ApiError PreconditionFailed when the file cannot be changed, or holds changes that are not stored.
   */
  keep(change: DefinitionChange): Promise<string | undefined>;
}
