import type { CST } from 'yaml';

interface Level {
  readonly token: CST.Token;
  readonly depth: number;
}

/** The first token nested deeper than `limit`; walks with a stack of its own, for composing recurses. */
export function findTooDeep(tokens: readonly CST.Token[], limit: number): CST.Token | undefined {
  const levels: Level[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    if (level.depth > limit) return level.token;
    for (const token of innerTokens(level.token)) levels.push({ token, depth: level.depth + 1 });
  }
  return undefined;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value]).filter((inner) => inner != null);
}
