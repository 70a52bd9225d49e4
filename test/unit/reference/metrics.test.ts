import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHOWN_AS } from '../../../lambdas/metric-names.ts';
import { ServerMetrics } from '../../../src/local/metrics/server-metrics.ts';
import { codesIn, readPage, tableBelow } from '../../helpers/markdown.ts';

const page = readPage('docs/guide/metrics.md');

/** Names, types and labels of everything that a server shows. */
async function shown(): Promise<string> {
  const metrics = new ServerMetrics();
  metrics.read({
    waiting: () => 1,
    oldestWaitSeconds: () => 1,
    handling: () => 1,
    requests: () => 1,
    waiters: () => 1,
    refused: () => 1,
    crashes: () => 1,
    queues: async () => [{ name: 'q', visible: 1, inFlight: 0, delayed: 0 }],
  });
  metrics.started('f');
  metrics.ended('f', 'Succeeded');
  metrics.entered('f', 3);
  metrics.called('function s/f', 'succeeded', 12);
  metrics.committed(1);
  metrics.flushed(1);
  return (await metrics.text()).text;
}

test('every metric is on the page with its labels, and no other', async () => {
  const text = await shown();
  const known = [...text.matchAll(/^# TYPE (fdl_\w+) /gm)].map(([, name = '']) => {
    const [, labels = ''] = new RegExp(`^${name}(?:_count)?\\{([^}]*)\\}`, 'm').exec(text) ?? [];
    return [name, ...labels.matchAll(/(\w+)=/g)].map((label) =>
      typeof label === 'string' ? label : label[1],
    );
  });
  const listed = tableBelow(page, 'Metrics').map(([name = '', labels = '']) => [
    ...codesIn(name),
    ...codesIn(labels),
  ]);
  expect(listed.toSorted()).toEqual(known.toSorted());
});

test('the dashboard for Grafana asks for metrics that there are', async () => {
  const text = await shown();
  const dashboard = readFileSync('docs/guide/grafana.json', 'utf8');
  const asked = new Set(dashboard.match(/\bfdl_\w+/g));
  expect(asked.size).toBeGreaterThan(15);
  for (const name of asked) expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
});

test('the dashboard on AWS shows measures of both homes under the same names', async () => {
  const text = await shown();
  for (const name of Object.values(SHOWN_AS).flatMap((label) => label.match(/fdl_\w+/g) ?? []))
    expect(text).toContain(`# TYPE ${name.replace(/latency$/, 'latency_seconds')} `);
  const listed = tableBelow(page, 'On AWS').flatMap(([, measure = '']) => codesIn(measure));
  expect(listed).toEqual(expect.arrayContaining(['Transitions', 'Conflicts', 'HopLatency']));
});
