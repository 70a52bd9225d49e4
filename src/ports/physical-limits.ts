/** Limits of the machines that a home runs on. No profile of limits widens them. */
export interface PhysicalLimits {
  /** UTF-8 bytes of task outputs and causes after which no further result goes into the same commit. */
  readonly commitBytes: number;
  /** UTF-8 bytes from which on a text or value is kept apart from its record or header. */
  readonly inlineBytes: number;
  /** UTF-8 bytes, as JSON, of the data in one response of the API; larger data are read in portions. */
  readonly responseBytes: number;
  /** UTF-8 bytes of values kept apart that the executions open in one process have together; one of any size may be open alone. */
  readonly openBytes: number;
  /** UTF-8 bytes of large results of functions that one process has read and not committed; infinite where they are read as they come. */
  readonly arrivingBytes: number;
  /** Batches of a map run that one read of its objects finds at most: what it tells of them is one event. */
  readonly pageBatches: number;
  /** Longest that the dispatch queue holds a message back, in seconds. */
  readonly delaySeconds: number;
  /** Longest life of a handler of one message, in seconds; infinite where only its work ends it. */
  readonly handlerSeconds: number;
}
