/** The property of V8 that `src/fdl` uses; other engines take it for a property like any other. */
interface ErrorConstructor {
  stackTraceLimit: number;
}
