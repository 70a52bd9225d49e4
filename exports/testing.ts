// `fdl-on-aws/testing`: runs of flows for tests, and the engine and the API on a clock that a test moves.

export type { InProcessFunction } from '../src/testing/call-in-process.ts';
export { flowsInTemplate } from '../src/testing/typescript/flows-in-template.ts';
export { type FlowMatchers, flowMatchers, type MatcherResult } from '../src/testing/typescript/matchers.ts';
export {
  type FlowCall,
  type FlowEvent,
  type FlowRun,
  type RunFlowOptions,
  runFlow,
} from '../src/testing/typescript/run-flow.ts';
export type { TaskAnswer, TaskResult, TaskStub, TaskStubs } from '../src/testing/typescript/task-stubs.ts';
export {
  openVirtualHome,
  type Receive,
  type TaskReport,
  type VirtualHome,
} from '../src/testing/virtual-home.ts';
export type { FindFunction } from '../src/testing/virtual-targets.ts';
