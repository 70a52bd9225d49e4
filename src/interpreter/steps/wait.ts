import { cutText } from '../../common/cut-text.ts';
import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { parseRfc3339 } from '../../common/rfc3339.ts';
import type { WaitStep } from '../../flow/flow.ts';
import { MAX_WAIT_SECONDS } from '../../limits.ts';
import { evaluateSource } from '../mappings.ts';
import { DONE, invalidInput, type Started, type StepHandler, type StepStart } from '../step-handler.ts';

/** Characters that are shown of a value that is no time. */
const SHOWN_CHARACTERS = 100;

/** A wait step rests on one timer; a time that has passed already is no wait at all. */
export const wait: StepHandler<WaitStep> = {
  start: (step, at) => {
    if (step.duration !== undefined) return afterDuration(evaluateSource(step.duration, at.input), at);
    return untilTimestamp(step.timestamp && evaluateSource(step.timestamp, at.input), at);
  },
};

function afterDuration(value: JsonValue | undefined, at: StepStart): Started {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0) {
    return invalidInput(`duration is ${shown(value)}; it must be a whole number of seconds, 0 or more`);
  }
  return rest(at.now + seconds * 1000, at);
}

function untilTimestamp(value: JsonValue | undefined, at: StepStart): Started {
  const instant = typeof value === 'string' ? parseRfc3339(value) : undefined;
  if (instant === undefined) {
    return invalidInput(
      `timestamp is ${shown(value)}; it must be an RFC 3339 time like 2030-01-31T08:00:00Z`,
    );
  }
  return rest(instant, at);
}

function rest(fireAt: number, at: StepStart): Started {
  if (fireAt <= at.now) return DONE;
  if (fireAt - at.now > MAX_WAIT_SECONDS * 1000) {
    return invalidInput(`the wait would end more than ${MAX_WAIT_SECONDS} seconds from now`);
  }
  return { phase: { kind: 'waiting', timer: at.id, fireAt, owner: at.owner } };
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'missing' : cutText(stringifyJson(value), SHOWN_CHARACTERS);
}
