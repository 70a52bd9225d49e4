import { readCause } from '../../trace/read-cause.ts';
import { printable } from './text-width.ts';

/** A failure as the API returns it. */
export interface ToldFailure {
  readonly error: string;
  readonly cause: string;
  /** The steps at which it happened. */
  readonly steps?: readonly string[];
}

/** Named in one line; of more only that there are. */
const SHOWN_STEPS = 3;
const SHOWN_PLACES = 5;

/** One line for people: `CardDeclined in step charge: card declined (charge.js:2)`. */
export function formatFailure({ error, cause, steps = [] }: ToldFailure): string {
  const { message, places } = readCause(cause);
  const head = [error, inSteps(steps)].filter((text) => text !== '').join(' ');
  const where = places.length === 0 ? '' : ` (${formatPlaces(places)})`;
  return printable(`${[head, message].filter((text) => text !== '').join(': ')}${where}`);
}

/** The lines of the user's own code: `charge.js:2, card.js:7`. */
export function formatPlaces(places: readonly string[]): string {
  return listed(places, SHOWN_PLACES);
}

/** `charge`, or `charge, pack and 2 more`. */
export function formatSteps(steps: readonly string[]): string {
  return listed(steps, SHOWN_STEPS);
}

function inSteps(steps: readonly string[]): string {
  if (steps.length === 0) return '';
  return `in ${steps.length === 1 ? 'step' : 'steps'} ${formatSteps(steps)}`;
}

function listed(words: readonly string[], most: number): string {
  const more = words.length - most;
  return `${words.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
