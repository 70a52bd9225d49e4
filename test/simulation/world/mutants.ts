import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SimulatedHome } from '../../../src/testing/simulation/fates.ts';
import type { Engine } from '../../../src/testing/simulation/simulated-world.ts';

/** A deliberate mistake in one file of `src`: some text replaced by another. */
export interface Mistake {
  readonly name: string;
  readonly file: string;
  readonly original: string;
  readonly mistake: string;
}

/** A mistake that a random day notices. */
export interface Mutant extends Mistake {
  /** A seed whose run notices it. */
  readonly seed: number;
  /** @default aws */
  readonly home?: SimulatedHome;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The modules with mistakes, and those that import them; all others are the same as here. */
const COPIED = ['src/api', 'src/engine', 'src/interpreter'];

const LINKED = [
  'node_modules',
  'package.json',
  ...readdirSync(join(ROOT, 'src')).map((name) => `src/${name}`),
];

/** Loads the engine with the mistake from a copy of it, hands it to `use`, and removes the copy. */
export async function withMutant<T>(mutant: Mistake, use: (engine: Engine) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'simulation-mutant-'));
  try {
    mkdirSync(join(folder, 'src'));
    for (const part of COPIED) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    for (const part of LINKED.filter((path) => !COPIED.includes(path)))
      symlinkSync(join(ROOT, part), join(folder, part));
    const file = join(folder, mutant.file);
    writeFileSync(file, mutated(readFileSync(file, 'utf8'), mutant));
    return await use(await loadEngine(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mutated(text: string, { name, original, mistake }: Mistake): string {
  const parts = text.split(original);
  if (parts.length !== 2) throw new Error(`${name}: the text to replace occurs ${parts.length - 1} times`);
  return parts.join(mistake);
}

async function loadEngine(folder: string): Promise<Engine> {
  const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
  const { handleMessage }: Pick<Engine, 'handleMessage'> = await load(
    'src/engine/messages/handle-message.ts',
  );
  const { recover }: Pick<Engine, 'recover'> = await load('src/engine/recover.ts');
  const { createApi }: Pick<Engine, 'createApi'> = await load('src/api/handle-request.ts');
  const { loadReader }: { loadReader: () => Promise<unknown> } = await load('src/engine/map/read-items.ts');
  await loadReader();
  return { handleMessage, recover, createApi };
}
