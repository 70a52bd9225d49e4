import { unreachable } from '../../common/unreachable.ts';
import type { AttributeHelp } from '../../fdl/help/attribute-help.ts';
import { STEP_TYPE_HELP } from '../../fdl/help/attribute-help.ts';
import { ERROR_HELP, PATTERN_HELP } from '../../fdl/help/word-help.ts';
import { VERSIONS } from '../../fdl/read/definition.ts';
import { ERROR_NAMES } from '../../fdl/read/error-name.ts';
import { kindOf, readTarget, shapesOf } from '../../targets/targets.ts';
import type { Completion, CompletionKind } from '../completion.ts';
import type { Cursor } from '../cursor.ts';
import type { ValueKind } from '../grammar.ts';
import type { KnownOfHome } from '../known-of-home.ts';
import { at, itemsOf, textAt } from '../loose-flow.ts';
import { helpText } from '../markdown.ts';
import { completePath } from './complete-path.ts';

/** A word that takes the place of the whole value. */
interface Word {
  readonly word: string;
  readonly detail?: string;
  readonly documentation?: string;
}

/** The values that may stand at the cursor. */
export function completeValue(
  cursor: Cursor,
  kind: ValueKind,
  text: string,
  known: KnownOfHome,
): readonly Completion[] {
  const words = (sign: CompletionKind, found: readonly Word[]) => toCompletions(cursor, sign, found);
  switch (kind) {
    case 'version':
      return words('word', VERSIONS.map(plain));
    case 'flowType':
      return words('word', [plain('flow')]);
    case 'stepType':
      return words('step', explained(STEP_TYPE_HELP));
    case 'boolean':
      return words('word', ['true', 'false'].map(plain));
    case 'pattern':
      return words('word', patterns(cursor));
    case 'goto':
      return words('step', siblings(cursor));
    case 'errorName':
      return words('error', errorNames(cursor));
    case 'resource':
      return [
        ...words('target', targets(cursor, known)),
        ...words(
          'template',
          shapesOf('resourceArn').map((shape) => ({ word: shape, detail: 'form' })),
        ),
      ];
    case 'action':
      return words('target', shapesOf('action').map(plain));
    case 'flowName':
      return [...words('target', known.flows.map(plain)), ...completePath(cursor, text, false)];
    case 'source':
      return completePath(cursor, text, true);
    case 'condition':
    case 'inputPath':
      return completePath(cursor, text, false);
    case 'anything':
    case 'name':
    case 'key':
      return standard(cursor);
    default:
      return unreachable(kind);
  }
}

/** Words of a list that a parameter takes. */
export function completeWords(cursor: Cursor, words: readonly string[]): readonly Completion[] {
  return toCompletions(cursor, 'word', words.map(plain));
}

function toCompletions(
  { start, end }: Cursor,
  kind: CompletionKind,
  words: readonly Word[],
): readonly Completion[] {
  return words.map(({ word, ...about }) => ({
    kind,
    label: word,
    ...about,
    insert: word,
    replaced: { start, end },
  }));
}

function plain(word: string): Word {
  return { word };
}

function explained(help: Readonly<Record<string, AttributeHelp>>): readonly Word[] {
  return Object.entries(help).map(([word, said]) => ({ word, documentation: helpText(said) }));
}

/** The patterns that the target of the task supports, all of them while it has none. */
function patterns({ spot }: Cursor): readonly Word[] {
  const target = readTarget('resourceArn', textAt(spot.step?.node, 'resourceArn')?.text ?? '');
  const supported: readonly string[] =
    target === undefined ? Object.keys(PATTERN_HELP) : kindOf(target).patterns;
  return explained(PATTERN_HELP).filter(({ word }) => supported.includes(word));
}

/** The steps of the list that a goto of this step reaches. */
function siblings({ spot }: Cursor): readonly Word[] {
  const steps = spot.step?.list.steps ?? [];
  return steps.flatMap(({ name, type, index }) => {
    if (name === undefined) return [];
    const isEarlier = index <= (spot.step?.index ?? 0);
    return [{ word: name.text, detail: `${type ?? 'step'}, ${isEarlier ? 'before' : 'after'} this one` }];
  });
}

/** Errors of the service, before them those that this flow raises or handles somewhere. */
function errorNames({ flow, spot }: Cursor): readonly Word[] {
  const present = new Set(itemsOf(spot.list).flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])));
  const raised = flow.steps.flatMap(({ node, type }) => {
    const error = type === 'fail' ? textAt(node, 'error') : undefined;
    return error === undefined || error.text.startsWith('$') ? [] : [error.text];
  });
  const handled = flow.steps.flatMap(({ node }) =>
    [...itemsOf(at(node, 'retry')), ...itemsOf(at(node, 'catch'))]
      .flatMap((policy) => itemsOf(at(policy, 'errors')))
      .flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : [])),
  );
  const service: ReadonlySet<string> = new Set(ERROR_NAMES);
  const own = new Set(
    [...handled, ...raised].filter((name) => !service.has(name) && !name.includes('\uE000')),
  );
  return [
    ...[...own].map((word) => ({ word, detail: 'of this flow' })),
    ...ERROR_NAMES.map((word) => ({ word, documentation: ERROR_HELP[word] })),
  ].filter(({ word }) => !present.has(word));
}

/** The targets of the home, and those that other tasks of the text call. */
function targets({ flow }: Cursor, { targets: known, flows }: KnownOfHome): readonly Word[] {
  const found = new Map<string, string>();
  for (const { arn, from = '' } of known) found.set(arn, from);
  for (const name of flows) found.set(`acs:fnf:::flow/${name}`, `flow ${name}`);
  for (const { node, name } of flow.steps) {
    const arn = textAt(node, 'resourceArn');
    if (arn === undefined || arn.text.includes('\uE000') || found.has(arn.text)) continue;
    found.set(arn.text, `called by ${name?.text ?? 'another step'}`);
  }
  return [...found].map(([word, detail]) => ({ word, detail }));
}

/** The default of an attribute whose value can be anything. */
function standard(cursor: Cursor): readonly Completion[] {
  const { spot } = cursor;
  const help = spot.object?.attributes.get(spot.role === 'value' ? spot.key : '')?.help;
  const words = [help?.default, help?.example].flatMap((value) =>
    typeof value === 'number' || (typeof value === 'string' && value !== '') ? [String(value)] : [],
  );
  return toCompletions(
    cursor,
    'word',
    words.map((word) => ({ word, detail: word === help?.example ? 'example' : 'default' })),
  );
}
