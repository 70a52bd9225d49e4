import { expect, test } from 'vitest';
import { lineLevel } from '../../../../src/local/logs/line-level.ts';

test.each([
  ['stdout', 'paid', 'Info'],
  ['stderr', '    at pay (/shop/pay.js:3:9)', 'Error'],
  ['warn', 'slow', 'Warn'],
  ['debug', 'a', 'Debug'],
  ['stderr', 'INFO:root:paid', 'Info'],
  ['stderr', 'WARNING:shop:slow', 'Warn'],
  ['stdout', '2026-01-31 08:00:00,123 [ERROR] declined', 'Error'],
  ['stdout', '[CRITICAL]', 'Error'],
  ['stdout', 'ERRORS: none', 'Info'],
  ['stdout', 'no ERROR here', 'Info'],
  ['stdout', '{"level":"error","msg":"declined"}', 'Error'],
  ['stdout', '{"severity":"NOTICE"}', 'Info'],
  ['stderr', '{"level":20}', 'Debug'],
  ['stderr', '{"level":30}', 'Info'],
  ['stdout', '{"level":40}', 'Warn'],
  ['stdout', '{"level":60}', 'Error'],
  ['stdout', '{"level":"constructor"}', 'Info'],
  ['stdout', '{"level":', 'Info'],
] as const)('%s %s is %s', (stream, line, level) => {
  expect(lineLevel(stream, line)).toBe(level);
});
