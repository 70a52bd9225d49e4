/** Books a room for a number of nights. */
export function handler({ trip, nights }: { readonly trip: number; readonly nights: number }) {
  return { hotel: `hotel-${trip}-${nights}-nights` };
}
