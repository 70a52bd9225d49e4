import { jsonBytes } from './bounded-page.ts';

/** How much data one response may still hold. */
export class DataBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** True, and the bytes are taken, when the text still fits. */
  take(text: string): boolean {
    const bytes = jsonBytes(text);
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** To be spread into a view: its members with large texts, those that do not fit as `''` and named in `Truncated`. */
export function fitting<Texts extends Readonly<Record<string, string>>>(
  budget: DataBudget,
  texts: Texts,
): { readonly [Name in keyof Texts]: string } & { readonly Truncated?: readonly (keyof Texts & string)[] } {
  const Truncated = Object.keys(texts).filter((name) => !budget.take(texts[name] ?? ''));
  const shown = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, Truncated.includes(name) ? '' : text]),
  );
  return { ...(shown as Texts), ...(Truncated.length > 0 && { Truncated }) };
}
