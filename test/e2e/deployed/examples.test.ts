import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteBucketCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCase } from '../../../examples/runner/check-case.ts';
import { type Example, type ExampleCase, readExamples } from '../../../examples/runner/example.ts';
import { type Home, runCase } from '../../../examples/runner/run-case.ts';
import { programOf, startScript, type WorkerProcess } from '../../../examples/runner/worker-process.ts';
import { deleteObject, writeObject } from '../../../examples/shared/object-store.ts';
import type { RecordedEvent } from '../../helpers/any-interleaving.ts';
import { comparableHistory } from '../../helpers/comparable-history.ts';
import { exampleStack } from '../../helpers/example-stacks.ts';
import { placelessHistory } from './placeless-history.ts';
import { deployApp, destroyApp, isDeployed, readTarget } from './target.ts';

// `npm run test:e2e`: the examples on a deployed service (docs/guide/deploy.md). Deploys their stacks, runs every case with
// its workers and uploads, compares the histories with the recorded ones, and destroys the stacks.

const MINUTES = 60_000;

/** Examples that a deployment cannot show by itself, with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'fixed-version': 'its case releases code meanwhile; service.test.ts updates a flow of its own',
  repair: 'its functions are mended meanwhile',
  'region-transfer': 'its files arrive in a bucket of a second region',
};

/** The worker of each example that has one on AWS; a topic's stack subscribes a function. */
const WORKERS: Readonly<Record<string, string>> = { 'queue-callback': 'worker.ts' };

/** The output of an example's stack that names the bucket which the example calls so. */
const BUCKETS: Readonly<Record<string, string>> = {
  'game-packages': 'PackagesBucket',
  'media-results': 'ResultsBucket',
  'media-uploads': 'UploadsBucket',
  'order-files': 'FilesBucket',
};

const examples = readExamples();
const deployed = examples.filter(({ name }) => NOT_HERE[name] === undefined);
const app = {
  file: 'examples/app.ts',
  stacks: deployed.map(({ name }) => exampleStack(name).stackName),
  output: 'cdk.out/examples',
};

describe.skipIf(!isDeployed)('an example on a deployed service', () => {
  const s3 = new S3Client({ forcePathStyle: true });
  const written: { readonly bucket: string; readonly key: string }[] = [];
  const workers: WorkerProcess[] = [];
  /** Names of buckets here, by their names in the examples. */
  const buckets: Record<string, string> = {};
  let home: Home;

  beforeAll(async () => {
    const { api, client, credentials } = await readTarget();
    const key = {
      FDL_ENDPOINT: api,
      FDL_ACCESS_KEY_ID: credentials.accessKeyId,
      FDL_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    };
    const parameters = Object.entries(key).flatMap(([name, value]) => [
      '--parameters',
      `TopicCallback:${name.replaceAll('_', '')}=${value}`,
    ]);
    const outputs = Object.assign({}, ...Object.values(deployApp(app, ...parameters)));
    for (const [name, output] of Object.entries(BUCKETS)) buckets[name] = outputs[output];
    home = {
      call: (operation, request) => client.call(operation, request),
      pause: () => sleep(1_000),
      upload: async ({ bucket, key, body }) => {
        const Bucket = buckets[bucket] ?? bucket;
        written.push({ bucket: Bucket, key });
        await writeObject(s3, Bucket, key, body);
      },
    };
    for (const { name, folder, objects } of deployed) {
      for (const object of objects) await home.upload?.(object);
      const script = WORKERS[name];
      if (script !== undefined) workers.push(await startScript(new URL(script, folder), key));
    }
  }, 20 * MINUTES);

  afterAll(async () => {
    for (const worker of workers) await worker[Symbol.asyncDispose]();
    destroyApp(app);
    await removeBuckets();
  }, 20 * MINUTES);

  /** Buckets outlive their stacks, with what was written into them. */
  async function removeBuckets(): Promise<void> {
    for (const { bucket, key } of written) await deleteObject(s3, bucket, key);
    for (const Bucket of Object.values(buckets)) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
        for (const { Key = '' } of Contents) await deleteObject(s3, Bucket, Key);
      await s3.send(new DeleteBucketCommand({ Bucket }));
    }
  }

  const here = (bucket: string) => buckets[bucket] ?? bucket;

  async function run(example: Example, exampleCase: ExampleCase): Promise<void> {
    const outcome = await runCase(home, exampleCase);
    expect(checkCase(exampleCase, outcome)).toEqual([]);
    const recorded: Readonly<Record<string, readonly RecordedEvent[]>> = JSON.parse(
      readFileSync(new URL('history.json', example.folder), 'utf8'),
    );
    const actual: readonly RecordedEvent[] = JSON.parse(comparableHistory(outcome.events));
    const names = Object.fromEntries(example.buckets.map((name) => [here(name), name]));
    expect(placelessHistory(actual, names)).toEqual(placelessHistory(recorded[exampleCase.name] ?? []));
  }

  describe.each(examples)('runs $name', (example) => {
    test.concurrent.for(example.cases)('$name', { timeout: 10 * MINUTES }, async (exampleCase, { skip }) => {
      const reason = NOT_HERE[example.name];
      if (reason !== undefined) skip(reason);
      await run(example, exampleCase);
    });
  });

  test.for(examples.flatMap(({ workers }) => workers).filter((script) => programOf(script) === 'python3'))(
    '%s',
    (_script, { skip }) => skip('it speaks to queues unsigned, which only the embedded home takes'),
  );
});
