/** Books a train, for good: a second call would book, and bill, a second one. */
export function handler({ trip }: { readonly trip: number }): { train: string } {
  return { train: `train-${trip}` };
}
