interface Request {
  readonly traveller: string;
  readonly isSoldOut?: boolean;
}

/** No seat is left; trying again would not help. */
class SoldOut extends Error {
  override readonly name = 'SoldOut';
}

/** Books a flight and returns the number under which it can be cancelled. */
export function handler({ traveller, isSoldOut }: Request): { flight: string } {
  if (isSoldOut) throw new SoldOut(`The flight for ${traveller} is sold out.`);
  return { flight: `flight-${traveller}` };
}
