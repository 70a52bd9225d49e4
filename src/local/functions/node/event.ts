const { parse } = JSON;

/**
 * The event of a call: its parsed input, which reads as its JSON text too.
 *
 * Function Compute hands over text, so its handlers call `JSON.parse(event)`, `event.toString()` or
 * `Buffer.from(event)`. The methods for that are not enumerable, so code sees nothing but the input.
 */
export function eventOf(text: string): unknown {
  const event: unknown = parse(text);
  if (typeof event !== 'object' || event === null) return event;
  hide(event, 'toString', () => text);
  hide(event, Symbol.toPrimitive, () => text);
  return event;
}

function hide(event: object, key: string | symbol, value: () => string): void {
  if (!Object.hasOwn(event, key)) Object.defineProperty(event, key, { value, enumerable: false });
}
