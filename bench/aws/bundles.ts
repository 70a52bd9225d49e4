import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figureOf } from '../figure.ts';
import { AwsHome, bundle, environmentOf } from './home.ts';
import { fanOut, measure, scenarios } from './scenarios.ts';

const COLD_STARTS = 20;
/** Node takes what memory there is unless it is told to make do with this. */
const HEAP = '--max-semi-space-size=1 --max-old-space-size=40';

const NOWHERE = {
  executionsTable: 'executions',
  flowsTable: 'flows',
  queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/dispatch',
  replyQueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/replies',
  workQueueUrl: '',
  endpoints: { DYNAMODB: '', SQS: '', SCHEDULER: '', LAMBDA: '', EVENTBRIDGE: '', S3: '', STS: '' },
  queues: '',
  objects: '',
};

/** Size of the functions, and how long a new process takes to load them. */
export function measureBundles(): readonly Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-bundles-'));
  try {
    return (['api', 'driver'] as const).flatMap((entry) => {
      const file = bundle(entry, folder);
      const loads = Array.from({ length: COLD_STARTS }, () => loadTime(file));
      return [
        figureOf('A4', `${entry}, minified`, 'KB', [statSync(file).size / 1000], { atMost: 600 }),
        figureOf('A4', `${entry}, module load in a new process`, 'ms', loads, { atMost: 120 }),
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Memory of the functions while they run sequences and a fan-out of a thousand, with a heap held small. */
export async function measureMemory(): Promise<readonly Figure[]> {
  await using home = await AwsHome.start(HEAP);
  for (const scenario of [...scenarios.slice(0, 2), fanOut(1_000, 1)]) await measure(home, scenario);
  return (['api', 'driver'] as const).map((entry) =>
    figureOf('A4', `${entry}, most memory at work`, 'MB', [home.megabytes[entry]], { atMost: 128 }),
  );
}

function loadTime(file: string): number {
  const script = join(import.meta.dirname, 'load-module.ts');
  const env = { ...process.env, ...environmentOf(NOWHERE) };
  const [milliseconds = Number.NaN] = JSON.parse(
    execFileSync(process.execPath, [script, file], { env, encoding: 'utf8' }),
  ) as number[];
  return milliseconds;
}
