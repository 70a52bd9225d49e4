// `fdl-on-aws/testing`: the engine and the API on a clock that a test moves.

export {
  openVirtualHome,
  type Receive,
  type TaskReport,
  type VirtualHome,
} from '../src/testing/virtual-home.ts';
export type { FindFunction, InProcessFunction } from '../src/testing/virtual-targets.ts';
