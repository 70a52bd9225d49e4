const pieces: Readonly<Record<string, number>> = { lamp: 12, desk: 5, pen: 500 };

/** Counts the pieces on the shelf. */
export function handler({ article }: { readonly article: string }): { stock: number } {
  return { stock: pieces[article] ?? 0 };
}
