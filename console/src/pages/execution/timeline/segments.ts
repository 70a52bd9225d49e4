import type { StepRun } from '../../../../../src/trace/model.ts';

/** A part of a run's bar. `call`: a target works; `report`: it waits for a report; `pause`: for a retry; `rest`: for time. */
export interface Segment {
  readonly kind: 'call' | 'report' | 'pause' | 'rest' | 'step';
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to: number | undefined;
  readonly isFailed: boolean;
}

/** The parts of a run from its entry to its end, in order. */
export function segmentsOf({ kind, attempts, enteredAt, endedAt, status }: StepRun): readonly Segment[] {
  if (kind === 'wait') return [{ kind: 'rest', from: enteredAt, to: endedAt, isFailed: false }];
  if (attempts.length === 0) {
    return [{ kind: 'step', from: enteredAt, to: endedAt, isFailed: status === 'failed' }];
  }
  return attempts.flatMap((attempt, index): readonly Segment[] => {
    const { scheduledAt, submittedAt, error } = attempt;
    const isFailed = error !== undefined;
    const end = attempt.endedAt ?? endedAt;
    const next = attempts[index + 1]?.scheduledAt;
    const isPaused = next !== undefined || status === 'retrying';
    return [
      { kind: 'call', from: scheduledAt, to: submittedAt ?? end, isFailed },
      ...(submittedAt === undefined
        ? []
        : [{ kind: 'report' as const, from: submittedAt, to: end, isFailed }]),
      ...(isPaused && end !== undefined
        ? [{ kind: 'pause' as const, from: end, to: next, isFailed: false }]
        : []),
    ];
  });
}
