/** Takes a flight booking back; cancelling the same booking twice is harmless. */
export function handler({ booking }: { readonly booking: string }): { cancelled: string } {
  return { cancelled: booking };
}
