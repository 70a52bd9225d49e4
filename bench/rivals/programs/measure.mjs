// The workloads as any durable engine can run them; prints what they take as one line of JSON.

const RUNS = 5;

/**
 * Measures an engine: `steps` runs ten steps in sequence, `items` so many side by side, `report` answers the
 * milliseconds from completing what one execution waits for to its end.
 */
export async function measure({ first, steps, items, report }) {
  const sequence = await repeat(50, () => timed(steps));
  const throughput = await repeat(
    RUNS,
    async () => 5_000 / ((await timed(() => inParallel(500, 32, steps))) / 1000),
  );
  const fanOut = await repeat(RUNS, async () => 1_000 / ((await timed(() => items(1_000))) / 1000));
  const reports = await repeat(100, report);
  return {
    sequence: median(sequence) / 10,
    throughput: median(throughput),
    fanOut: median(fanOut),
    report: median(reports),
    reportP99: quantile(reports, 0.99),
    first,
  };
}

async function repeat(times, run) {
  await run();
  const answers = [];
  while (answers.length < times) answers.push(await run());
  return answers;
}

export async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function inParallel(times, width, work) {
  let left = times;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function median(values) {
  return quantile(values, 0.5);
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
