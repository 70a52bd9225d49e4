/** Books a flight. */
export function handler({ trip }: { readonly trip: number }): { flight: string } {
  return { flight: `flight-${trip}` };
}
