import {
  IconArrowBackUp,
  IconCheck,
  IconHourglass,
  IconLoader2,
  IconPlayerStop,
  IconPlus,
  IconRepeat,
  IconX,
} from '@tabler/icons-react';
import type { StepStatus } from './overlay.ts';

/** The sign of every status of a step. */
export const STATUS_SIGNS = {
  running: IconLoader2,
  waiting: IconHourglass,
  succeeded: IconCheck,
  failed: IconX,
  caught: IconArrowBackUp,
  stopped: IconPlayerStop,
  kept: IconCheck,
  again: IconRepeat,
  new: IconPlus,
} as const satisfies Record<StepStatus, unknown>;
