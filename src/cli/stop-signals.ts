import { EXIT } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** One Ctrl-C may arrive twice: from the terminal, and from a program such as npm that passes signals on. */
const SAME_SIGNAL_MILLISECONDS = 500;

/** Fulfilled by the first signal to stop; one that comes later than that ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stoppingSince: number | undefined;
    const onSignal = (): void => {
      stoppingSince ??= performance.now();
      if (performance.now() - stoppingSince > SAME_SIGNAL_MILLISECONDS) process.exit(EXIT.interrupted);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
