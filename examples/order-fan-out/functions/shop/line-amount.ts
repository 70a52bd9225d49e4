interface Line {
  readonly quantity: number;
  readonly unitPrice: number;
}

/** Multiplies: mappings move data, functions calculate. */
export function handler({ quantity, unitPrice }: Line): { amount: number } {
  return { amount: quantity * unitPrice };
}
