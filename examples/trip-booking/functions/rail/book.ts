interface Request {
  readonly traveller: string;
  readonly isSoldOut?: boolean;
}

/** No seat is left; trying again would not help. */
class SoldOut extends Error {
  override readonly name = 'SoldOut';
}

/** Books a train and answers the number under which it can be cancelled. */
export function handler({ traveller, isSoldOut }: Request): { train: string } {
  if (isSoldOut) throw new SoldOut(`The train for ${traveller} is sold out.`);
  return { train: `train-${traveller}` };
}
