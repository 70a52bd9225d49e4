import { expect, test } from 'vitest';
import { LabelValues } from '../../../../src/local/metrics/label-values.ts';

test('So many values have time series of their own, all later ones share one', () => {
  const flows = new LabelValues(2);
  expect(['a', 'b', 'c', 'a', 'd', 'b'].map((flow) => flows.of(flow))).toEqual([
    'a',
    'b',
    'other',
    'a',
    'other',
    'b',
  ]);
});
