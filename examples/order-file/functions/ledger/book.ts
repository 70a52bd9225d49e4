/** An order as its line of the file has it: texts by the names of the columns. */
interface Order {
  readonly number: string;
  readonly city: string;
  readonly amount: string;
}

/** The amount of an order is none. */
class AmountUnreadable extends Error {
  override readonly name = 'AmountUnreadable';
}

/** Books an order: what it answers goes into the results. */
export function handler({ order }: { readonly order: Order }): { number: string; cents: number } {
  const { number, amount } = order;
  if (!/^\d+\.\d\d$/.test(amount))
    throw new AmountUnreadable(`Order ${number} has the amount ${JSON.stringify(amount)}.`);
  return { number, cents: Number(amount.replace('.', '')) };
}
