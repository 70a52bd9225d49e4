/** Stands in for taking a file away; one that is gone already is fine, for a task may be called twice. */
export function handler({ file }: { readonly file: string }): { swept: string } {
  return { swept: file };
}
