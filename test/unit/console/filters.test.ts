import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conditionsOf,
  endsToRedrive,
  type Filters,
  isUnfiltered,
  NO_FILTERS,
  narrowsRunning,
  readFilters,
  STATUSES,
  writeFilters,
} from '../../../console/src/pages/executions/filters.ts';

const NONE = NO_FILTERS;
const boundsOf = (filters: Filters, now: number) => conditionsOf(undefined, filters, now);
const NOW = Date.parse('2026-03-01T12:00:00Z');

const instantArbitrary = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const filtersArbitrary: fc.Arbitrary<Filters> = fc
  .record({
    flow: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    statuses: fc.subarray([...STATUSES]),
    prefix: fc.string(),
    error: fc.string(),
    label: fc.string(),
    range: fc.constantFrom(undefined, 'hour' as const, 'custom' as const),
    from: instantArbitrary,
    to: instantArbitrary,
  })
  .map(({ flow, range, from, to, ...others }) => ({
    ...others,
    ...(flow !== undefined && { flow }),
    ...(range !== undefined && { range }),
    from: range === 'custom' ? from : '',
    to: range === 'custom' ? to : '',
  }));

describe('filters in an address', () => {
  test('come back as they were written', () => {
    fc.assert(
      fc.property(filtersArbitrary, (filters) => {
        const address = writeFilters(filters).toString();
        expect(readFilters(new URLSearchParams(address))).toEqual(filters);
      }),
    );
  });

  test('that make no sense are left out', () => {
    const search = new URLSearchParams('status=Dancing&status=Failed&range=aeon&from=yesterday&flow=');
    expect(readFilters(search)).toEqual({ ...NONE, statuses: ['Failed'] });
  });

  test('are short where nothing is asked for', () => {
    expect(writeFilters(NONE).toString()).toBe('');
    expect(isUnfiltered(NONE)).toBe(true);
    expect(isUnfiltered({ ...NONE, range: 'day' })).toBe(false);
  });
});

test('What the API is asked for', () => {
  expect(conditionsOf('f', { ...NONE, prefix: 'a', error: 'E', label: 'id=1' }, NOW)).toEqual({
    FlowName: 'f',
    ExecutionNamePrefix: 'a',
    ErrorCode: 'E',
    Label: 'id=1',
  });
  expect(conditionsOf('f', { ...NONE, label: 'id=' }, NOW)).toEqual({ FlowName: 'f' });
});

test('Everything that matches may be stopped at once where something is asked for that may run', () => {
  expect(narrowsRunning(undefined, NONE)).toBe(false);
  expect(narrowsRunning('f', NONE)).toBe(true);
  expect(narrowsRunning(undefined, { ...NONE, prefix: 'a' })).toBe(true);
  expect(narrowsRunning('f', { ...NONE, label: 'id=' })).toBe(false);
  expect(narrowsRunning('f', { ...NONE, label: 'id=1' })).toBe(true);
  expect(narrowsRunning('f', { ...NONE, statuses: ['Failed'] })).toBe(false);
  expect(narrowsRunning('f', { ...NONE, error: 'E' })).toBe(false);
});

test('Everything that matches may be redriven at once where an end is asked for that allows it', () => {
  expect(endsToRedrive(NONE)).toEqual([]);
  expect(endsToRedrive({ ...NONE, error: 'E' })).toEqual(['Failed', 'TimedOut', 'Stopped']);
  expect(endsToRedrive({ ...NONE, statuses: ['Succeeded', 'Stopped'], error: 'E' })).toEqual(['Stopped']);
  expect(endsToRedrive({ ...NONE, statuses: ['Failed'], label: 'id=' })).toEqual([]);
});

describe('the time of the start', () => {
  test('is counted back from now, or bounded as written', () => {
    expect(boundsOf(NONE, NOW)).toEqual({});
    expect(boundsOf({ ...NONE, range: 'hour' }, NOW)).toEqual({
      StartedTimeBegin: '2026-03-01T11:00:00.000Z',
    });
    const from = '2026-01-01T00:00:00.000Z';
    expect(boundsOf({ ...NONE, range: 'custom', from }, NOW)).toEqual({ StartedTimeBegin: from });
    expect(boundsOf({ ...NONE, range: 'custom', to: from }, NOW)).toEqual({ StartedTimeEnd: from });
  });
});
