import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The booking flow and the functions of three companies, one of them in Python. */
export class TripBooking extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'TripBooking', import.meta.url);
    this.addFlow('trip-booking', 'flow.yaml');
  }
}
