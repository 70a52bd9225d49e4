import { Command, Option } from 'commander';
import { wholeNumber } from '../helpers/whole-number.ts';
import { readCorpus, writeCorpus } from './corpus.ts';
import { observeCoverage } from './coverage.ts';
import { mutate, seededChance } from './mutate.ts';
import { runInput } from './target.ts';
import { TARGETS } from './targets/all.ts';

/** An input that takes longer than this is a finding, like one that breaks a promise. */
const SLOW_MS = 100;
/** The kept inputs: enough to reach most code again, few enough for every test run. */
const KEPT_INPUTS = 150;
const KEPT_LENGTH = 1_000;

interface Flags {
  readonly target: keyof typeof TARGETS;
  readonly seconds: number;
  readonly seed: number;
  readonly keep: boolean;
}

const names = Object.keys(TARGETS);
const flags = new Command('npm run fuzz --')
  .description('Tries inputs that reach ever more code, for those that break a promise')
  .addOption(new Option('--target <name>', 'what gets them').choices(names).default('yaml'))
  .option('--seconds <number>', 'how long', wholeNumber(1), 60)
  .option('--seed <number>', 'what the inputs are drawn from', wholeNumber(0), 1)
  .option('--keep', 'write the shortest inputs that reach new code to the corpus', false)
  .parse()
  .opts<Flags>();
const target = TARGETS[flags.target];

const chance = seededChance(flags.seed);
const corpus = [...readCorpus(flags.target), ...target.seeds];
const findings = new Map<string, string>();
const coverage = observeCoverage();
const end = performance.now() + flags.seconds * 1_000;
let inputs = 0;

/** Runs an input; what it breaks is a finding, told once. */
async function tryInput(input: string): Promise<void> {
  inputs++;
  const startedAt = process.threadCpuUsage();
  let broken: string | undefined;
  try {
    await runInput(target, input);
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

if (flags.keep) {
  const fresh = observeCoverage();
  const kept: string[] = [];
  for (const input of corpus.toSorted((a, b) => a.length - b.length)) {
    if (input.length > KEPT_LENGTH || kept.length === KEPT_INPUTS) break;
    await tryInput(input);
    if (fresh.isNew()) kept.push(input);
  }
  writeCorpus(flags.target, kept);
}
console.log(
  `${flags.target}: ${inputs} inputs, ${corpus.length - before} of them in new ways (${coverage.size} ways), ${findings.size} findings`,
);
process.exitCode = findings.size === 0 ? 0 : 1;
