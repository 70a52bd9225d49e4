import { RootConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../lib/service/settings.ts';

function settings(context: Readonly<Record<string, unknown>>) {
  const { node } = new RootConstruct();
  for (const [name, value] of Object.entries(context)) node.setContext(name, value);
  return readSettings(node);
}

const LAYER = 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-collector-arm64-ver-0-117-0:1';

describe('context flags', () => {
  test('can all be left out', () => {
    expect(settings({})).toEqual({
      production: false,
      customerKey: false,
      console: false,
      mns: false,
      flowCounts: false,
      limits: 'default',
      retention: 90,
      concurrency: 1_000,
      events: [],
      eventBus: 'default',
      bindings: {},
    });
  });

  test('are read from the command line, where everything is text', () => {
    const bindings = '{"acs:fc:::services/a/functions/b":"arn:aws:lambda:eu-west-1:123456789012:function:c"}';
    expect(
      settings({
        production: 'true',
        customerKey: 'true',
        console: 'true',
        mns: 'true',
        flowCounts: 'true',
        limits: 'fnf',
        retention: '30',
        concurrency: '10',
        drivers: '7',
        events: 'all',
        eventBus: 'operations',
        traces: 'http://localhost:4318',
        tracesLayer: LAYER,
        bindings,
      }),
    ).toEqual({
      production: true,
      customerKey: true,
      console: true,
      mns: true,
      flowCounts: true,
      limits: 'fnf',
      retention: 30,
      concurrency: 10,
      drivers: 7,
      events: ['ended', 'started'],
      eventBus: 'operations',
      traces: 'http://localhost:4318',
      tracesLayer: LAYER,
      bindings: JSON.parse(bindings),
    });
  });

  test.each([
    [{ production: 'yes' }, 'The context flag production is "yes"; allowed is true or false'],
    [
      { traces: 'collector' },
      'The context flag traces is "collector"; allowed is the address of a receiver, such as https://otlp.example:4318',
    ],
    [
      { traces: 'http://localhost:4318', tracesLayer: 'adot' },
      'The context flag tracesLayer is "adot"; allowed is the ARN of a version of a layer',
    ],
    [{ limits: 'none' }, 'The context flag limits is "none"; allowed is default or fnf or wide'],
    [{ events: 'yes' }, 'The context flag events is "yes"; allowed is none, ended or all'],
    [{ drivers: '1' }, 'The context flag drivers is "1"; allowed is a whole number from 2 to 1000'],
    [{ drivers: '2.5' }, 'The context flag drivers is "2.5"; allowed is a whole number from 2 to 1000'],
    [
      { concurrency: '9' },
      'The context flag concurrency is "9"; allowed is a whole number from 10 to 1000000',
    ],
    [{ retention: '0' }, 'The context flag retention is "0"; allowed is a whole number from 1 to 3650'],
    [{ bindings: '{' }, 'The context flag bindings is "{"; allowed is an object of ARNs by resource ARN'],
    [{ bindings: { a: 1 } }, 'The context flag bindings is {"a":1}; allowed is an object of ARNs'],
    [{ bindings: ['a'] }, 'The context flag bindings is ["a"]; allowed is an object of ARNs'],
  ])('that are wrong are refused: %j', (context, message) => {
    expect(() => settings(context)).toThrow(message);
  });
});
