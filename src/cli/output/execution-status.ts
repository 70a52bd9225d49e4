import type { ExecutionStatus } from '../../api/contract.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Paint, Style } from './terminal.ts';

/** The statuses that `--status` accepts. */
export const STATUSES: readonly ExecutionStatus[] = [
  'Starting',
  'Running',
  'Stopped',
  'Succeeded',
  'Failed',
  'TimedOut',
];

const STYLES: Readonly<Record<ExecutionStatus, Style>> = {
  Starting: 'dim',
  Running: 'cyan',
  Stopped: 'yellow',
  Succeeded: 'green',
  Failed: 'red',
  TimedOut: 'red',
};

const EXIT_CODES: Readonly<Record<ExecutionStatus, ExitCode>> = {
  Starting: EXIT.ok,
  Running: EXIT.ok,
  Stopped: EXIT.stopped,
  Succeeded: EXIT.ok,
  Failed: EXIT.failed,
  TimedOut: EXIT.timedOut,
};

/** True once an execution can change no more. */
export function hasEnded(status: ExecutionStatus): boolean {
  return status !== 'Starting' && status !== 'Running';
}

/** The status in its colour. */
export function paintStatus(status: ExecutionStatus, paint: Paint): string {
  return paint(STYLES[status], status);
}

/** The exit code of a command that awaited an execution which ended so. */
export function exitCodeOf(status: ExecutionStatus): ExitCode {
  return EXIT_CODES[status];
}
