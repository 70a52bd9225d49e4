import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The flow and the functions of three companies; the hotel's is broken. */
export class Repair extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'Repair', import.meta.url);
    this.addFlow('night-trip', 'flow.yaml');
  }
}
