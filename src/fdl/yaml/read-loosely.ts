import { DEFAULT_LIMITS } from '../../limits.ts';
import { Report } from '../report.ts';
import { convert } from './convert.ts';
import type { YamlNode } from './node.ts';
import { documentsOf } from './read-yaml.ts';
import { tokenize } from './tokenize.ts';

/** A tree of a text that may be broken, and how many problems of syntax the text has. */
export interface LooseYaml {
  readonly root: YamlNode;
  readonly problems: number;
}

/**
 * The tree of a text while it is written: as much of it as can be made out, each node with its place; never throws.
 * Undefined for a text that is beyond the limits of definitions, holds two documents or nothing at all.
 */
export function readLoosely(text: string): LooseYaml | undefined {
  if (text.length > DEFAULT_LIMITS.definitionBytes) return undefined;
  const unheard = new Report(text);
  const tokens = tokenize(text, DEFAULT_LIMITS.definitionTokens, unheard);
  const [document] = tokens === undefined ? [] : documentsOf(tokens, text);
  const root = document && convert(document.contents, unheard);
  return document && root && { root, problems: document.errors.length };
}
