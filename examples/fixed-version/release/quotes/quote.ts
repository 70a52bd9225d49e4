/** The next prices: this file takes the place of `functions/quotes/quote.ts` when they are released. */
export function handler({ nights }: { readonly nights: number }): { price: number } {
  return { price: nights * 150 };
}
