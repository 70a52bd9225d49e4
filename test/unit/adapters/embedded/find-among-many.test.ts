import { expect, test } from 'vitest';

import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
import { makeHeader, START } from '../../../conformance/execution-fixtures.ts';
import { busyMs } from '../../../helpers/busy-time.ts';

test('One of 3,000 executions of ten flows is found by its label within a second', async () => {
  const { executions, close } = openEmbeddedStores('memory', createVirtualClock(START));
  const flowId = Array.from({ length: 10 }, (_, index) => `flow-${index}`);
  const header = (index: number) =>
    makeHeader('', {
      id: { flowId: `flow-${index % 10}`, name: `run-${index}` },
      startedAt: START + index,
      labels: { orderId: `ORD-${String(index).padStart(6, '0')}`, shop: 'one' },
    });
  await Promise.all(Array.from({ length: 3_000 }, (_, index) => executions.create(header(index))));

  const begun = busyMs();
  const found = await executions.list({ flowId, label: 'orderId=ORD-001591', limit: 60 });
  expect(busyMs() - begun).toBeLessThan(1_000);

  expect(found).toEqual({ executions: [header(1_591)] });
  expect((await executions.list({ flowId, label: 'shop=one', limit: 3 })).executions).toEqual(
    [2_999, 2_998, 2_997].map(header),
  );
  await close();
});
