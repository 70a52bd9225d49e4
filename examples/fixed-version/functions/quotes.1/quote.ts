/** Version 1, as it was published. */
export function handler({ nights }: { readonly nights: number }): { price: number } {
  return { price: nights * 100 };
}
