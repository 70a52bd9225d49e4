/** A function that a home knows before it is called. */
export interface KnownFunction {
  /** The text by which definitions name it: `acs:fc:::services/shop/functions/pack`. */
  readonly arn: string;
  /** Its file, or the resource that its name is bound to. */
  readonly location: string;
}
