import type { Construct } from 'constructs';
import { ChannelPackages } from './channel-packages/stack.ts';
import { ErrorHandling } from './error-handling/stack.ts';
import { FixedVersion } from './fixed-version/stack.ts';
import { FunctionCallback } from './function-callback/stack.ts';
import { MediaProcessing } from './media-processing/stack.ts';
import { OrderFanOut } from './order-fan-out/stack.ts';
import { OrderFile } from './order-file/stack.ts';
import { QueueCallback } from './queue-callback/stack.ts';
import { RegionTransfer } from './region-transfer/stack.ts';
import { Repair } from './repair/stack.ts';
import type { ExampleStack } from './shared/example-stack.ts';
import { StatusPolling } from './status-polling/stack.ts';
import { Timer } from './timer/stack.ts';
import { TopicCallback } from './topic-callback/stack.ts';
import { TripBooking } from './trip-booking/stack.ts';

/** The stack of each example, by the example's name. */
export const EXAMPLE_STACKS: Readonly<Record<string, new (scope: Construct) => ExampleStack>> = {
  'channel-packages': ChannelPackages,
  'error-handling': ErrorHandling,
  'fixed-version': FixedVersion,
  'function-callback': FunctionCallback,
  'media-processing': MediaProcessing,
  'order-fan-out': OrderFanOut,
  'order-file': OrderFile,
  'queue-callback': QueueCallback,
  'region-transfer': RegionTransfer,
  repair: Repair,
  'status-polling': StatusPolling,
  timer: Timer,
  'topic-callback': TopicCallback,
  'trip-booking': TripBooking,
};
