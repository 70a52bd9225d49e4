import type { Target } from '../target.ts';
import { expressions } from './expressions.ts';
import { json } from './json.ts';
import { outputs } from './outputs.ts';
import { rpc } from './rpc.ts';
import { tokens } from './tokens.ts';
import { yaml } from './yaml.ts';

/** Everything that is fuzzed, by name. */
export const TARGETS = { yaml, expressions, rpc, json, tokens, outputs } as const satisfies Record<
  string,
  Target
>;
