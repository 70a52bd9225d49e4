interface Request {
  readonly traveller?: string;
  readonly isSoldOut?: boolean;
}

/** No seat is left; trying again would not help. */
class SoldOut extends Error {
  override readonly name = 'SoldOut';
}

/** The input of the flow is not complete; nothing has been booked yet. */
class TravellerMissing extends Error {
  override readonly name = 'TravellerMissing';
}

/** Books a train and returns the number under which it can be cancelled. */
export function handler({ traveller, isSoldOut }: Request): { train: string } {
  if (traveller === undefined) {
    throw new TravellerMissing('The input names no traveller; start the flow with {"traveller":"Ada"}.');
  }
  if (isSoldOut) throw new SoldOut(`The train for ${traveller} is sold out.`);
  return { train: `train-${traveller}` };
}
