import type { Place } from '../fdl/yaml/node.ts';

/** The kind of thing that is completed; editors show a sign for each. */
export type CompletionKind = 'attribute' | 'step' | 'word' | 'path' | 'error' | 'target' | 'template';

/** One way to go on at the cursor. */
export interface Completion {
  readonly kind: CompletionKind;
  /** The text that is shown, and compared with what is written already. */
  readonly label: string;
  /** A few words beside it. */
  readonly detail?: string;
  /** Sentences about it, as Markdown. */
  readonly documentation?: string;
  /** The text that takes the place of `replaced`; its further lines are indented as they are to stand. */
  readonly insert: string;
  readonly replaced: Place;
}
