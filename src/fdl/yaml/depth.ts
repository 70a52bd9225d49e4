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
    pushInner(level.token, level.depth + 1, levels);
  }
  return undefined;
}

function pushInner(token: CST.Token, depth: number, levels: Level[]): void {
  if (token.type === 'document') {
    if (token.value !== undefined) levels.push({ token: token.value, depth });
  } else if ('items' in token) {
    for (const { key, value } of token.items) {
      if (isNested(key)) levels.push({ token: key, depth });
      if (isNested(value)) levels.push({ token: value, depth });
    }
  }
}

/** A list or an object: of the rest there is no inside. */
function isNested(token: CST.Token | null | undefined): token is CST.Token {
  return token != null && 'items' in token;
}
