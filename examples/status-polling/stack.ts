import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The polling flow and the two functions that stand in for a media service. */
export class StatusPolling extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'StatusPolling', import.meta.url);
    this.addFlow('status-polling', 'flow.yaml');
  }
}
