import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The sweeping flow, started every night at three. */
export class Timer extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'Timer', import.meta.url);
    this.addFlow('timer', 'flow.yaml', {
      schedules: [{ name: 'nightly', cron: '0 0 3 * * *', payload: { room: 'archive', keepDays: 30 } }],
    });
  }
}
