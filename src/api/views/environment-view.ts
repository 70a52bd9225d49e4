import type { FlowRecord } from '../../ports/flow-store.ts';
import type { Environment, ExecutionEnvironment } from '../contract.ts';

/** The variables of a flow, to be spread into its view: empty where it has none. */
export function flowEnvironment({ environment = [] }: FlowRecord): { readonly Environment?: Environment } {
  if (environment.length === 0) return {};
  const Variables = environment.map(({ name, value, description }) => ({
    Name: name,
    Value: value,
    ...(description !== '' && { Description: description }),
  }));
  return { Environment: { Variables } };
}

/** The variables that executions of a version of a flow start with, to be spread into their views. */
export function executionEnvironment({ environment = [] }: Partial<FlowRecord>): {
  readonly Environment?: ExecutionEnvironment;
} {
  if (environment.length === 0) return {};
  return { Environment: { Variables: environment.map(({ name, value }) => ({ Name: name, Value: value })) } };
}
