import type { Workload } from '../workload.ts';
import { callback } from './callback.ts';
import { fanOut } from './fan-out.ts';
import { firstExecution } from './first-execution.ts';
import { loop } from './loop.ts';
import { metered } from './metered.ts';
import { queues } from './queues.ts';
import { sequence } from './sequence.ts';
import { starts } from './starts.ts';
import { throughput } from './throughput.ts';
import { waiting } from './waiting.ts';

/** The workloads of the embedded home, in the order in which they are told. */
export const embeddedWorkloads: readonly Workload[] = [
  sequence,
  throughput,
  fanOut,
  callback,
  loop,
  firstExecution,
  waiting,
  starts,
  queues,
  metered,
];
