import { expect, test } from 'vitest';
import { AwsHome } from '../../bench/aws/home.ts';
import { largeResults, measure } from '../../bench/aws/scenarios.ts';

/** The heap that Node takes of the memory of a function. */
const HEAP = '--max-old-space-size=460';
const FUNCTION_MEGABYTES = 512;

test.each([10, 50])(
  '%i results of 6 MiB at once leave a driver a fifth of its memory',
  async (width) => {
    await using home = await AwsHome.start(HEAP);
    await measure(home, largeResults(width));
    expect(home.megabytes.driver).toBeLessThan(FUNCTION_MEGABYTES * 0.8);
  },
  300_000,
);
