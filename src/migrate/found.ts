/** A flow that a deployment file declares. */
export interface FoundFlow {
  readonly name: string;
  /** The text of the definition. */
  readonly definition: string;
  readonly description: string;
  readonly schedules: readonly FoundSchedule[];
  /** Where it is declared: a file, and the name of the resource in it. */
  readonly place: string;
}

/** A schedule of a flow. */
export interface FoundSchedule {
  readonly name: string;
  readonly cron: string;
  /** JSON text; empty for none. */
  readonly payload: string;
  readonly isEnabled: boolean;
}

/** A schedule that is declared beside its flow and names it. */
export interface FreeSchedule extends FoundSchedule {
  readonly flowName: string;
  readonly place: string;
}

/** Something that cannot be carried over by itself. */
export interface Remark {
  readonly place: string;
  readonly text: string;
}

/** Everything that was found. */
export interface Findings {
  readonly flows: FoundFlow[];
  readonly schedules: FreeSchedule[];
  readonly remarks: Remark[];
}

/** A deployment file, and how to read those that it names. */
export interface DeploymentFile {
  /** As it is shown to people. */
  readonly name: string;
  readonly text: string;
  /** The text of a file beside this one. @throws with a sentence for people */
  readBeside(path: string): string;
}
