/** Stands in for the payment. */
export function handler({ amount }: { readonly amount: number }): { paid: number } {
  return { paid: amount };
}
