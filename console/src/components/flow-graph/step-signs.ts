import {
  IconArrowsSplit2,
  IconBolt,
  IconClock,
  IconFlagCheck,
  IconFlagX,
  IconGitFork,
  IconPoint,
  IconRepeat,
  IconTransform,
} from '@tabler/icons-react';
import type { NodeKind } from '../../../../src/graph/graph.ts';

/** The sign of every kind of step. */
export const STEP_SIGNS = {
  task: IconBolt,
  pass: IconTransform,
  wait: IconClock,
  choice: IconGitFork,
  parallel: IconArrowsSplit2,
  foreach: IconRepeat,
  succeed: IconFlagCheck,
  fail: IconFlagX,
  start: IconPoint,
  end: IconPoint,
  branch: IconPoint,
  option: IconPoint,
} as const satisfies Record<NodeKind, unknown>;
