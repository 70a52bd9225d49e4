import {
  IconArrowsSplit2,
  IconBolt,
  IconClock,
  IconFlagCheck,
  IconFlagX,
  IconGitFork,
  IconPoint,
  IconRepeat,
  IconSitemap,
  IconSpeakerphone,
  IconStack2,
  IconTransform,
} from '@tabler/icons-react';
import type { GraphNode, NodeKind } from '../../../../src/graph/graph.ts';
import type { TargetIcon } from '../../../../src/targets/target-kind.ts';

/** The sign of every kind of step. */
const STEP_SIGNS = {
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

/** The sign of what a task calls. */
const TARGET_SIGNS = {
  function: IconBolt,
  queue: IconStack2,
  topic: IconSpeakerphone,
  flow: IconSitemap,
} as const satisfies Record<TargetIcon, unknown>;

/** The sign of a node: that of its target, else of its kind. */
export function signOf({ kind, icon }: GraphNode) {
  return icon === undefined ? STEP_SIGNS[kind] : TARGET_SIGNS[icon];
}
