import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The two flows about errors and the partner who makes them. */
export class ErrorHandling extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'ErrorHandling', import.meta.url);
    this.addFlow('error-handling', 'flow.yaml');
    this.addFlow('error-deadline', 'deadline.yaml');
  }
}
