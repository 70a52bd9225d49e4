import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Accepts findings of cdk-nag on a construct and everything in it, each with the reason why it does not apply. */
export function acknowledge(construct: Construct, reasons: Readonly<Record<string, string>>): void {
  const findings = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...findings);
}
