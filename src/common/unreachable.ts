/** Ends a switch over a closed union: compiles only while every member is handled above. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
