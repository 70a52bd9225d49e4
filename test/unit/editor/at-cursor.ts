import { completionsAt } from '../../../src/editor/complete/complete.ts';
import type { Completion } from '../../../src/editor/completion.ts';
import type { KnownOfHome } from '../../../src/editor/known-of-home.ts';

/** A text in which ‸ marks the cursor, as text and offset. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('‸');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** A flow with these lines below `steps:`. */
export function flow(...lines: readonly string[]): string {
  return ['version: v1', 'type: flow', 'steps:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** The completions at ‸. */
export function complete(marked: string, known?: KnownOfHome): readonly Completion[] {
  const { text, offset } = cursorIn(marked);
  return completionsAt(text, offset, known);
}

/** The labels of the completions at ‸. */
export function labels(marked: string, known?: KnownOfHome): readonly string[] {
  return complete(marked, known).map(({ label }) => label);
}

/** The text after the completion of this label was taken. */
export function taken(marked: string, label: string, known?: KnownOfHome): string {
  const { text } = cursorIn(marked);
  const chosen = complete(marked, known).find((one) => one.label === label);
  if (chosen === undefined) return `there is no completion ${label}`;
  return text.slice(0, chosen.replaced.start) + chosen.insert + text.slice(chosen.replaced.end);
}
