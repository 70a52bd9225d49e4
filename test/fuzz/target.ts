/** A target of fuzzing: takes any text and throws when a promise is broken. */
export interface Target {
  /** Inputs to begin with. */
  readonly seeds: readonly string[];
  /** Words that mean something to it. */
  readonly words: readonly string[];
  run(input: string): void | Promise<void>;
}

const PROTOTYPES = [Object.prototype, Array.prototype, Map.prototype, String.prototype];
const BEFORE = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

/** Runs one input. @throws when a promise is broken, or a prototype of the language has changed. */
export async function runInput(target: Target, input: string): Promise<void> {
  await target.run(input);
  for (const [index, prototype] of PROTOTYPES.entries()) {
    if (Reflect.ownKeys(prototype).length !== BEFORE[index]) throw new Error('a prototype was changed');
  }
}
