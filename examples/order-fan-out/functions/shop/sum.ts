/** Adds the amounts of all lines. */
export function handler({ amounts }: { readonly amounts: readonly number[] }): { total: number } {
  return { total: amounts.reduce((sum, amount) => sum + amount, 0) };
}
