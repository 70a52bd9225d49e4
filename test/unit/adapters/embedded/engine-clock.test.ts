import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineClock } from '../../../../src/adapters/embedded/engine-clock.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

/** A machine whose clock the test sets. */
function open(atLeast = 0) {
  let passed = 5_000;
  let error = 0;
  const machine = { shown: () => START + passed - 5_000 + error, passed: () => passed };
  const clock = new EngineClock(machine, { sleep: async () => {} }, atLeast);
  return {
    clock,
    pass: (milliseconds: number) => {
      passed += milliseconds;
    },
    set: (by: number) => {
      error += by;
    },
    shown: machine.shown,
  };
}

test('it shows what the machine shows as long as that clock is not set', () => {
  const { clock, pass, shown } = open();
  for (let second = 0; second < 100; second += 1) {
    pass(1_000);
    expect(clock.now()).toBe(shown());
  }
});

test.each([HOUR, 24 * HOUR])(
  'a clock that is set back by %i ms stretches no span by more than a twentieth',
  (by) => {
    const { clock, pass, set } = open();
    const before = clock.now();
    set(-by);
    pass(20_000);
    expect(clock.now() - before).toBe(19_000);
  },
);

test('once the machine has caught up, time is what it shows', () => {
  const { clock, pass, set, shown } = open();
  set(-60_000);
  for (let minute = 0; minute < 60; minute += 1) {
    pass(60_000);
    clock.now();
  }
  expect(clock.now()).toBe(shown());
});

test('one wrong reading moves nothing', () => {
  const { clock, pass, set } = open();
  const before = clock.now();
  set(10 * 365 * 24 * HOUR);
  pass(1_000);
  clock.now();
  set(-10 * 365 * 24 * HOUR);
  pass(60_000);
  expect(clock.now() - before).toBe(61_000);
});

test('a clock that was set ahead, or a machine that slept, is followed once a second reading confirms it', () => {
  const { clock, pass, set, shown } = open();
  set(HOUR);
  clock.now();
  pass(29_000);
  expect(clock.now()).toBe(shown() - HOUR);
  pass(1_000);
  expect(clock.now()).toBe(shown());
});

test('small steps are followed at once', () => {
  const { clock, set, shown } = open();
  set(1_500);
  expect(clock.now()).toBe(shown());
});

test('it begins with what an earlier one has seen', () => {
  expect(open(START + HOUR).clock.now()).toBe(START + HOUR);
});

test('it never goes back, whatever is done to the machine', () => {
  const step = fc.record({ pass: fc.nat(100_000), set: fc.integer({ min: -2 * HOUR, max: 2 * HOUR }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { clock, pass, set } = open();
      let last = clock.now();
      for (const { pass: milliseconds, set: by } of steps) {
        pass(milliseconds);
        set(by);
        const now = clock.now();
        expect(now).toBeGreaterThanOrEqual(last);
        expect(Number.isInteger(now)).toBe(true);
        last = now;
      }
    }),
  );
});
