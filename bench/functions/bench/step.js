/** The trivial task of every workload. */
export function handler() {
  return { done: true };
}
