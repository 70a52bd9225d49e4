import { type AttributeHelp, STEP_TYPE_HELP } from '../fdl/help/attribute-help.ts';
import { ERROR_HELP, PATTERN_HELP } from '../fdl/help/word-help.ts';
import type { Place } from '../fdl/yaml/node.ts';
import { kindOf, readTarget } from '../targets/targets.ts';
import { innerPlace, type LooseFlow, type LooseStep, textAt } from './loose-flow.ts';
import { helpText } from './markdown.ts';
import { looseFlowOf } from './outline.ts';
import { pathAt } from './path-at.ts';
import { type Spot, spotAt } from './spot.ts';

/** An explanation of a word, as Markdown. */
export interface Hover {
  readonly place: Place;
  readonly markdown: string;
}

/** The explanation of the word at an offset of a definition; undefined where there is none. */
export function hoverAt(text: string, offset: number): Hover | undefined {
  const flow = looseFlowOf(text);
  const spot = flow && spotAt(flow, offset);
  if (flow === undefined || spot === undefined) return undefined;
  if (spot.role === 'key') {
    const help = spot.object?.attributes.get(spot.key)?.help;
    return help && { place: spot.place, markdown: `**${spot.key}**\n\n${helpText(help)}` };
  }
  const path = pathAt(flow, spot, text, offset);
  if (path !== undefined) return { place: path.place, markdown: pathText(path.text, path.member?.from) };
  const markdown = valueText(flow, spot, spot.scalar.text);
  return markdown === undefined ? undefined : { place: innerPlace(spot.scalar), markdown };
}

function pathText(path: string, from: string | undefined): string {
  const root = /^\$\w*$/.exec(path)?.[0];
  const said = root === undefined ? from : ABOUT_ROOTS.get(root);
  return `\`${path}\`\n\n${said ?? 'comes from outside this definition: nothing here sets it'}`;
}

const ABOUT_ROOTS: ReadonlyMap<string, string> = new Map([
  ['$', "the step's input"],
  ['$input', 'the input'],
  ['$local', 'what the steps before have written, or the result of the step itself in its outputMappings'],
  ['$context', 'the flow, the execution, the step and the task'],
]);

function valueText(flow: LooseFlow, spot: Spot, word: string): string | undefined {
  const kind = spot.role === 'value' && spot.expected?.is === 'value' ? spot.expected.value : undefined;
  switch (kind) {
    case 'stepType':
      return helpOf(STEP_TYPE_HELP, word);
    case 'pattern':
      return helpOf(PATTERN_HELP, word);
    case 'errorName':
      return errorText(flow, word);
    case 'goto':
    case 'name':
      return stepText(spot.step?.list.steps.find(({ name }) => name?.text === word));
    case 'resource':
    case 'action':
      return targetText(word);
    default:
      return undefined;
  }
}

function helpOf(help: Readonly<Record<string, AttributeHelp>>, word: string): string | undefined {
  return Object.hasOwn(help, word) ? `**${word}**\n\n${helpText(help[word] as AttributeHelp)}` : undefined;
}

function errorText(flow: LooseFlow, word: string): string {
  const known: Readonly<Record<string, string>> = ERROR_HELP;
  if (Object.hasOwn(known, word)) return `**${word}**\n\n${known[word]}`;
  const raising = flow.steps.find(
    ({ node, type }) => type === 'fail' && textAt(node, 'error')?.text === word,
  );
  const from =
    raising === undefined ? 'a function, a worker or another flow' : `the step ${raising.name?.text}`;
  return `**${word}**\n\nAn error of ${from}.`;
}

function stepText(step: LooseStep | undefined): string | undefined {
  if (step?.type === undefined) return undefined;
  const target = textAt(step.node, 'resourceArn') ?? textAt(step.node, 'action');
  const called = target && targetText(target.text);
  const said = called ?? STEP_TYPE_HELP[step.type].says;
  return `**${step.name?.text}**: a ${step.type} step\n\n${said}`;
}

function targetText(written: string): string | undefined {
  const target = readTarget('resourceArn', written) ?? readTarget('action', written);
  if (target === undefined) return undefined;
  const { noun, patterns, label } = kindOf(target);
  return `Calls ${noun}: \`${label(target)}\`\n\nPatterns: ${patterns.join(', ')}`;
}
