/** Milliseconds for which this thread has computed: unlike the time of a clock, nothing that runs beside it adds to them. */
export function busyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
