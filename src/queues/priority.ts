import { DEFAULT_PRIORITY, LOWEST_PRIORITY } from './limits.ts';
import type { MessageAttributes } from './message.ts';

/** The priority of a message: its attribute `Priority` from 1 (first) to 16, and 8 for any other value or none. */
export function priorityOf(attributes: MessageAttributes): number {
  const value = Number(attributes['Priority']?.StringValue);
  return Number.isInteger(value) && value >= 1 && value <= LOWEST_PRIORITY ? value : DEFAULT_PRIORITY;
}
