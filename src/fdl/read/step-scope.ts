import type { Step, StepList } from '../../flow/flow.ts';
import type { Attributes } from './attributes.ts';
import type { Read } from './context.ts';
import { readMappings } from './mappings.ts';
import { readBoolean, readText } from './values.ts';
import { listWords, quote } from './words.ts';

/** The surroundings of a step: the readers of the parts that may stand inside it. */
export interface StepScope {
  readonly readGoto: Read<string>;
  /** Reads a steps list one level deeper. */
  readonly readSteps: Read<StepList>;
}

/** Reads one step type; the name is read already. */
export type ReadStep = (name: string, attributes: Attributes, scope: StepScope) => Step;

/** A reader of goto targets among the names of one steps list. */
export function gotoReader(siblings: readonly string[]): Read<string> {
  const names = new Set(siblings);
  return (field, context) => {
    const target = readText(field, context);
    if (field.node.kind !== 'scalar' || typeof field.node.value !== 'string' || names.has(target))
      return target;
    const message = `No step beside this one is named ${quote(target)}; a goto reaches ${listWords(siblings)}, steps of the same list.`;
    context.refuse('unknown-goto', field, message + context.suggest(target, siblings));
    return target;
  };
}

/** A reader of steps that warns of an empty list; `end` says what comes of it. An option without steps does nothing on purpose. */
export function warnedIfEmpty(readSteps: Read<StepList>, end: string): Read<StepList> {
  return (field, context) => {
    if (field.node.kind === 'list' && field.node.items.length === 0) {
      const message = `There are no steps, so ${end}; list them, or hold their place with a pass step`;
      context.refuse('no-steps', field, message);
    }
    return readSteps(field, context);
  };
}

/** The attributes that every step may have. */
export function readCommon(name: string, attributes: Attributes) {
  return {
    name,
    ...attributes.optional('inputMappings', readMappings),
    ...attributes.optional('outputMappings', readMappings),
  };
}

/** The attributes of steps after which the list may end. */
export function readEnding(name: string, attributes: Attributes) {
  return { ...readCommon(name, attributes), end: attributes.optionalOr('end', readBoolean, false) };
}
