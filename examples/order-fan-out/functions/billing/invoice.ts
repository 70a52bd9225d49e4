interface Order {
  readonly customer: string;
  readonly total: number;
}

/** Writes the invoice. */
export function handler({ customer, total }: Order): { invoice: string } {
  return { invoice: `${customer} owes ${total}` };
}
