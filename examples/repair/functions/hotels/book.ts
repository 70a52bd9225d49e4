/** Books a room, or would: since last night's release it expects a list of nights, and gets their number. */
export function handler({ trip, nights }: { readonly trip: number; readonly nights: readonly string[] }) {
  const rooms = nights.map((night) => `${trip}-${night}`);
  return { hotel: rooms.join() };
}
