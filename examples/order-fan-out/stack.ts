import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The order flow, the invoice flow that it starts, and the functions of both. */
export class OrderFanOut extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'OrderFanOut', import.meta.url);
    const invoice = this.addFlow('order-invoice', 'order-invoice.yaml');
    this.addFlow('order-fan-out', 'flow.yaml', { bindings: { 'acs:fnf:::flow/order-invoice': invoice } });
  }
}
