import { parseStored } from '../../common/json-text.ts';

/**
 * The value of a text that a store keeps, to be handed out to all its readers: a reader that changes it gets an error, as
 * none of them may see what another one does to it.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function frozenJson<T>(text: string): T {
  const value = parseStored<T>(text);
  freeze(value);
  return value;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}
