import {
  autocompletion,
  type Completion as Choice,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import { completionsAt } from '../../../../src/editor/complete/complete.ts';
import type { Completion, CompletionKind } from '../../../../src/editor/completion.ts';
import { definitionAt } from '../../../../src/editor/definition.ts';
import { hoverAt } from '../../../../src/editor/hover.ts';
import type { KnownOfHome } from '../../../../src/editor/known-of-home.ts';
import { paragraphs } from './paragraphs.ts';

/** Signs that CodeMirror has for kinds of completions. */
const SIGNS: Readonly<Record<CompletionKind, string>> = {
  attribute: 'property',
  step: 'class',
  word: 'enum',
  path: 'variable',
  error: 'constant',
  target: 'function',
  template: 'text',
};

/**
 * Completion, explanations under the pointer, and going to what a word names (F12, or a click with Ctrl or ⌘), as
 * `fdl lsp` gives them.
 *
 * @param known - what the home has, asked for whenever something is completed
 */
export function definitionHelp(known: () => KnownOfHome): Extension {
  return [
    autocompletion({ override: [(context) => complete(context, known())] }),
    hoverTooltip(({ state }, pos) => {
      const hover = hoverAt(state.doc.toString(), pos);
      if (hover === undefined) return null;
      return {
        pos: hover.place.start,
        end: hover.place.end,
        create: () => ({ dom: paragraphs(hover.markdown) }),
      };
    }),
    keymap.of([{ key: 'F12', run: (view) => goTo(view, view.state.selection.main.head) }]),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        const pos = event.ctrlKey || event.metaKey ? view.posAtCoords(event) : null;
        if (pos === null || !goTo(view, pos)) return false;
        event.preventDefault();
        return true;
      },
    }),
  ];
}

function complete(context: CompletionContext, known: KnownOfHome): CompletionResult | null {
  const { state, pos, explicit } = context;
  const [first, ...rest] = completionsAt(state.doc.toString(), pos, known);
  if (first === undefined) return null;
  const from = first.replaced.start;
  // A list that opens on an empty line would take the Enter that is meant for the next one.
  if (!explicit && from === pos && context.matchBefore(/\S ?/) === null) return null;
  const options = [first, ...rest].filter(({ replaced }) => replaced.start === from);
  return { from, options: options.map((one, index) => toChoice(one, pos, options.length - index)) };
}

function toChoice(completion: Completion, pos: number, boost: number): Choice {
  const { label, detail, documentation, kind, insert, replaced } = completion;
  return {
    label,
    type: SIGNS[kind],
    boost: Math.min(boost, 99),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { info: () => paragraphs(documentation) }),
    apply: (view, _choice, from, to) => {
      // The letters behind the cursor go as well; those that were typed meanwhile stand before it.
      const behind = replaced.end - pos;
      view.dispatch({
        changes: { from, to: Math.min(to + behind, view.state.doc.length), insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete',
      });
    },
  };
}

/** Puts the cursor where the word at an offset is defined. @returns whether there is such a place */
function goTo(view: EditorView, offset: number): boolean {
  const definition = definitionAt(view.state.doc.toString(), offset);
  if (definition?.kind !== 'place') return false;
  const { start, end } = definition.place;
  view.dispatch({
    selection: { anchor: start, head: end },
    effects: EditorView.scrollIntoView(start, { y: 'center' }),
  });
  view.focus();
  return true;
}
