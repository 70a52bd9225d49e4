import { parseArgs } from 'node:util';
import { readCorpus, writeCorpus } from './corpus.ts';
import { observeCoverage } from './coverage.ts';
import { mutate, seededChance } from './mutate.ts';
import { runInput } from './target.ts';
import { TARGETS } from './targets/all.ts';

/** An input that takes longer than this is a finding, like one that breaks a promise. */
const SLOW_MS = 100;
/** What is kept: enough to reach most code again, few enough for every test run. */
const KEPT_INPUTS = 150;
const KEPT_LENGTH = 1_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'yaml' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});

const target = TARGETS[values.target];
if (target === undefined)
  throw new Error(`There is no target ${values.target}; ${Object.keys(TARGETS).join(', ')}`);

const chance = seededChance(Number(values.seed));
const corpus = [...readCorpus(values.target), ...target.seeds];
const findings = new Map<string, string>();
const coverage = observeCoverage();
const end = performance.now() + Number(values.seconds) * 1_000;
let inputs = 0;

/** Runs an input; what it breaks is a finding, told once. */
async function tryInput(input: string): Promise<void> {
  inputs++;
  const startedAt = process.threadCpuUsage();
  let broken: string | undefined;
  try {
    await runInput(target as NonNullable<typeof target>, input);
  } catch (error) {
    broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.threadCpuUsage(startedAt);
  const ms = (user + system) / 1_000;
  if (broken === undefined && ms > SLOW_MS) broken = `took ${ms.toFixed(0)} ms of processor time`;
  if (broken === undefined) return;
  const kind = broken.replaceAll(/\d+/g, 'n').slice(0, 300);
  if (findings.has(kind)) return;
  findings.set(kind, input);
  console.error(
    `${broken}\n  input: ${JSON.stringify(input).slice(0, 2_000)} (${input.length} characters)\n`,
  );
}

for (const input of corpus) await tryInput(input);
coverage.isNew();
const before = corpus.length;
while (performance.now() < end) {
  const input = mutate({ corpus, words: target.words }, chance);
  await tryInput(input);
  if (coverage.isNew()) corpus.push(input);
}

if (values.keep) {
  const fresh = observeCoverage();
  const kept: string[] = [];
  for (const input of corpus.toSorted((a, b) => a.length - b.length)) {
    if (input.length > KEPT_LENGTH || kept.length === KEPT_INPUTS) break;
    await tryInput(input);
    if (fresh.isNew()) kept.push(input);
  }
  writeCorpus(values.target, kept);
}
console.log(
  `${values.target}: ${inputs} inputs, ${corpus.length - before} of them in new ways (${coverage.size} ways), ${findings.size} findings`,
);
process.exitCode = findings.size === 0 ? 0 : 1;
