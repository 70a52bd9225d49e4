/** One step of a path: a member name, an array position (negative counts from the end), or every element. */
export type Segment =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'every' };

/** The object in which a path begins. `$` and `$.x` in a parameter or condition begin in the step's input. */
export type PathRoot = 'input' | 'local' | 'context';

/** A parsed reference such as `$local.rooms[*].price`. */
export interface Path {
  readonly root: PathRoot;
  readonly segments: readonly Segment[];
}
