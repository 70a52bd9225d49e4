import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The approval flow, the one of those in a hurry, and the functions of the office. */
export class FunctionCallback extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'FunctionCallback', import.meta.url);
    this.addFlow('function-callback', 'flow.yaml');
    this.addFlow('function-callback-hurried', 'hurried.yaml');
  }
}
