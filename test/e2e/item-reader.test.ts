import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBucket, objectStore, readObject, writeObject } from '../../examples/shared/object-store.ts';
import { openServer, type TestServer } from './local-helpers.ts';

let server: TestServer;
let store: ReturnType<typeof objectStore>;

beforeAll(async () => {
  server = await openServer({}, { objectPort: 0 });
  store = objectStore(server);
  await createBucket(store, 'orders');
});
afterAll(() => server.close());

/** A flow that keeps each item, 2 in a batch, and puts the results where `more` says. */
function keeping(reader: string, more = ''): string {
  return `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { item: item }
    distributed: { batchSize: 2, itemReader: { bucket: orders, ${reader} }${more} }
    steps: [{ type: pass, name: keep, outputMappings: [{ target: got, source: $input.item }] }]
`;
}

async function gotBy(definition: string, input: object = {}): Promise<unknown[]> {
  const { Status, Output } = await server.run(definition, input);
  expect(Status).toBe('Succeeded');
  return JSON.parse(Output).results.map(({ got }: { got: unknown }) => got);
}

test.each([
  [
    'csv',
    'id,name\r\n1,"Ann, ""A"""\r\n2,Bob\r\n3,Cy\r\n',
    [
      { id: '1', name: 'Ann, "A"' },
      { id: '2', name: 'Bob' },
      { id: '3', name: 'Cy' },
    ],
  ],
  ['jsonl', '{"id":1}\n{"id":2}\n{"id":3}', [{ id: 1 }, { id: 2 }, { id: 3 }]],
  ['json', '[{"id":1}, {"id":2}, {"id":3}]', [{ id: 1 }, { id: 2 }, { id: 3 }]],
])('The items of an object of %s are run', async (inputType, text, items) => {
  await writeObject(store, 'orders', `in.${inputType}`, text);
  const reader = `inputType: ${inputType}, key: $.key`;
  expect(await gotBy(keeping(reader), { key: `in.${inputType}` })).toEqual(items);
});

test('The objects of a bucket are run as items', async () => {
  for (const name of ['a', 'b', 'c']) await writeObject(store, 'orders', `listed/${name}`, name);
  const items = await gotBy(keeping('inputType: list, prefix: listed/'));
  expect(items).toMatchObject([{ Key: 'listed/a', Size: 1 }, { Key: 'listed/b' }, { Key: 'listed/c' }]);
});

test('Results go into objects that any S3 client reads, a manifest tells of them', async () => {
  await writeObject(store, 'orders', 'in', '1\n2\n3\n');
  const writer = ', resultWriter: { bucket: orders, prefix: out }';
  const { Output } = await server.run(keeping('inputType: jsonl, key: in', writer));
  const { resultWriterDetails, ...told } = JSON.parse(Output);
  expect(told).toEqual({ mapRunName: 'run:map-2-0', total: 3, succeeded: 3, failed: 0, failures: [] });
  const manifest = JSON.parse(String(await readObject(store, 'orders', resultWriterDetails.key)));
  expect(manifest).toMatchObject({ total: 3, results: { bucket: 'orders' } });
  const batch = await readObject(store, 'orders', `${manifest.results.prefix}batch-0.jsonl`);
  expect(String(batch)).toBe('{"got":1}\n{"got":2}\n');
});

test('A bucket that is missing fails the step in a way that can be caught by name', async () => {
  const failures = `    errorMappings: [{ target: why, source: $local.cause }]
    catch: [{ errors: [FnF.ItemReaderFailed], goto: told }]
  - { type: succeed, name: told }
`;
  const definition = keeping('inputType: jsonl, key: in').replace('bucket: orders', 'bucket: nowhere');
  const { Output } = await server.run(definition + failures);
  expect(JSON.parse(Output)).toEqual({ why: 'There is no bucket nowhere' });
});
