/** The code in development: the new prices. */
export function handler({ nights }: { readonly nights: number }): { price: number } {
  return { price: nights * 120 };
}
