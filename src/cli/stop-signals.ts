import { EXIT } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** One Ctrl-C may arrive twice: from the terminal, and from a program such as npm that passes signals on. */
const SAME_SIGNAL_MILLISECONDS = 500;

/** Longest time to stop. A signal may also come in the middle of a start; the next start goes on from the data on disk. */
const LONGEST_STOP_MILLISECONDS = 4_800;

/** Ends the process when all is done, or so much later, even when sockets and processes are still open. */
export function endWithin(milliseconds: number): void {
  setTimeout(() => process.exit(), milliseconds).unref();
}

/** Fulfilled by the first signal to stop; one that comes later than that ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stoppingSince: number | undefined;
    const onSignal = (): void => {
      if (stoppingSince === undefined) setTimeout(() => process.exit(), LONGEST_STOP_MILLISECONDS).unref();
      stoppingSince ??= performance.now();
      if (performance.now() - stoppingSince > SAME_SIGNAL_MILLISECONDS) process.exit(EXIT.interrupted);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
