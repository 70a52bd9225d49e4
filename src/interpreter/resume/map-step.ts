import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import type { ChoiceStep, ParallelStep, Step, StepList } from '../../flow/flow.ts';
import type { EventId } from '../event.ts';
import { READING } from '../reading.ts';
import { type ActiveStep, currentStep, type Frame, type Phase, type Results } from '../state.ts';
import { optionAt } from '../steps/choice.ts';
import type { Refused } from './chosen-point.ts';
import { matchingList } from './match-lists.ts';

/** A list's current step in another version of its definition, and where the lists inside it stand. */
export interface MappedStep {
  /** Absent for a step that is entered anew. */
  readonly active?: ActiveStep;
  readonly lists: ReadonlyMap<EventId, { readonly steps: StepList; readonly index?: number | undefined }>;
}

/** A step to be found again in another version. */
export interface SoughtStep {
  readonly frame: Frame;
  /** The step as it was, and the one of its name in the other version, among its siblings. */
  readonly step: Step;
  readonly found: Step;
  readonly steps: StepList;
  /** The lists that it has open. */
  readonly inside: readonly Frame[];
}

const NONE: MappedStep['lists'] = new Map();

/** The step as it goes on in the other version, or why it cannot. */
export function mapStep(sought: SoughtStep): MappedStep | Refused {
  const { step, found, steps } = sought;
  const { active } = sought.frame;
  if (active === undefined) return { lists: NONE };
  if (active.phase.kind === 'entered' && found.type !== step.type) return { lists: NONE };
  if (found.type !== step.type) {
    return { refused: `Step ${step.name} is under way as ${step.type}, and ${found.type} there` };
  }
  const { phase } = active;
  if (phase.kind === 'choosing') return mapChoice(sought, active, phase);
  if (phase.kind === 'fanning') return mapFanOut(sought, active, phase);
  if ('goto' in phase && !steps.some(({ name }) => name === phase.goto)) {
    return { refused: `Step ${step.name} goes on at ${phase.goto}, which is not there` };
  }
  return { active, lists: NONE };
}

type Choosing = Extract<Phase, { kind: 'choosing' }>;
type Fanning = Extract<Phase, { kind: 'fanning' }>;

function mapChoice(
  { step, found, inside }: SoughtStep,
  active: ActiveStep,
  phase: Choosing,
): MappedStep | Refused {
  if (!hasSameInput(step, found)) return changedInput(step);
  const lists = optionLists(found as ChoiceStep);
  const [list] = inside as [Frame];
  const option = matchingList(soughtList(list, phase.option), lists);
  if (option === undefined) {
    return { refused: `Option ${phase.option} of step ${step.name} is not there with the same steps` };
  }
  const { goto: _, ...rest } = phase;
  const goto = optionAt(found as ChoiceStep, option)?.goto;
  const mapped = { ...rest, option, ...(goto !== undefined && { goto }) };
  return {
    active: { ...active, phase: mapped },
    lists: new Map([[list.id, { steps: lists[option] as StepList }]]),
  };
}

function mapFanOut(sought: SoughtStep, active: ActiveStep, phase: Fanning): MappedStep | Refused {
  const { step, found, inside } = sought;
  if (!hasSameInput(step, found)) return changedInput(step);
  if (found.type === 'foreach') {
    const { steps, reading = [] } = found;
    const lists = inside.map(
      ({ id, index }) => [id, { steps: index === READING ? reading : steps }] as const,
    );
    return { active, lists: new Map(lists) };
  }
  const branches = (found as ParallelStep).branches.map(({ steps }) => steps);
  const moved = movedBranches(sought, branches, phase);
  if ('refused' in moved) return moved;
  const results = movedResults(phase.results, moved.positions);
  return {
    active: { ...active, phase: { ...phase, total: branches.length, results } },
    lists: new Map(
      inside.map(({ id, index = 0 }) => {
        const position = moved.positions.get(index) as number;
        return [id, { steps: branches[position] as StepList, index: position }];
      }),
    ),
  };
}

/** Where the branches that were begun stand: they must be the first ones there, too, in whatever order. */
function movedBranches(
  { step, inside }: SoughtStep,
  branches: readonly StepList[],
  { next }: Fanning,
): { readonly positions: ReadonlyMap<number, number> } | Refused {
  const positions = new Map<number, number>();
  for (const [position, { steps }] of (step as ParallelStep).branches.slice(0, next).entries()) {
    const open = inside.find(({ index }) => index === position);
    const sought = open === undefined ? { position, steps } : soughtList(open, position);
    const found = matchingList(sought, branches);
    if (found === undefined) {
      return { refused: `Branch ${position} of step ${step.name} is not there with the same steps` };
    }
    positions.set(position, found);
  }
  const taken = new Set(positions.values());
  const isDense = taken.size === next && [...taken].every((position) => position < next);
  return isDense
    ? { positions }
    : { refused: `Branches of step ${step.name} that have not begun are between those that have` };
}

function movedResults(
  results: Results | undefined,
  positions: ReadonlyMap<number, number>,
): Results | undefined {
  const moved: Results[] = [];
  for (let at = results; at !== undefined; at = at.rest) {
    moved.push({ ...at, index: positions.get(at.index) as number });
  }
  return moved.reduceRight<Results | undefined>((rest, result) => ({ ...result, rest }), undefined);
}

function soughtList(list: Frame, position: number) {
  const needs = currentStep(list)?.name;
  return { position, steps: list.steps, ...(needs !== undefined && { needs }) };
}

/** The steps of each option, the default's last; none where it has none. */
function optionLists({ choices, default: last }: ChoiceStep): readonly StepList[] {
  return [...choices, ...(last === undefined ? [] : [last])].map(({ steps = [] }) => steps);
}

/** True when a step gives the lists inside it what it gave them before: those that are open have it already. */
function hasSameInput(step: Step, found: Step): boolean {
  return inputRule(step) === inputRule(found);
}

function inputRule(step: Step): string {
  const { inputMappings } = step;
  const rule =
    step.type === 'foreach'
      ? [step.collection, step.item, step.index ?? null, step.reading !== undefined]
      : [];
  return stringifyJson([inputMappings ?? null, ...rule] as unknown as JsonValue);
}

function changedInput({ name }: Step): Refused {
  return { refused: `Step ${name} has lists under way, and hands them another input there` };
}
