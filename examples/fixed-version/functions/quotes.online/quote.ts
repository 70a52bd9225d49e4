/** The code that the alias `online` points to today. */
export function handler({ nights }: { readonly nights: number }): { price: number } {
  return { price: nights * 110 };
}
