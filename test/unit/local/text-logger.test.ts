import { expect, test } from 'vitest';
import { textLogger } from '../../../src/local/text-logger.ts';

test('a log line has its level, its message and its fields', () => {
  const lines: string[] = [];
  const logger = textLogger((line) => lines.push(line));
  logger.info('started');
  logger.warn('dropped', { flow: 'orders', count: 2 });
  logger.error('failed', { isFinal: true });
  expect(lines).toEqual([
    'info: started',
    'warning: dropped (flow=orders count=2)',
    'error: failed (isFinal=true)',
  ]);
});
