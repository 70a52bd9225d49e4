import {
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerStop,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import type { RunStatus } from '../../../../src/trace/model.ts';
import type { StepStatus } from '../../components/flow-graph/overlay.ts';

/** Colour and sign of each status of a step run, and the status that stands for it in a picture. */
export const RUN_LOOKS = {
  running: { color: 'blue', Sign: IconLoader2, inGraph: 'running' },
  waiting: { color: 'blue', Sign: IconHourglass, inGraph: 'waiting' },
  resting: { color: 'blue', Sign: IconClock, inGraph: 'waiting' },
  retrying: { color: 'orange', Sign: IconRefresh, inGraph: 'waiting' },
  succeeded: { color: 'green', Sign: IconCheck, inGraph: 'succeeded' },
  caught: { color: 'orange', Sign: IconArrowBackUp, inGraph: 'caught' },
  failed: { color: 'red', Sign: IconX, inGraph: 'failed' },
  abandoned: { color: 'grape', Sign: IconPlayerStop, inGraph: 'stopped' },
} as const satisfies Record<RunStatus, { color: string; Sign: unknown; inGraph: StepStatus }>;
