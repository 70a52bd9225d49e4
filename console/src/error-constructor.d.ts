/** What `src/fdl` asks of V8; other engines take it for a property like any other. */
interface ErrorConstructor {
  stackTraceLimit: number;
}
