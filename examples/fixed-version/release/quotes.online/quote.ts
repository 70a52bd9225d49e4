/** The alias `online`, moved on to the prices that were newest until now. */
export function handler({ nights }: { readonly nights: number }): { price: number } {
  return { price: nights * 120 };
}
