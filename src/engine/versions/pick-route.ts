import { createHash } from 'node:crypto';
import type { Route } from '../../ports/flow-versions.ts';

/** As many values as fit into six bytes. */
const VALUES = 2 ** 48;

/** The route that a text falls to, by the shares of the weights; the same for the same text and routes. */
export function pickRoute(routes: readonly Route[], text: string): Route | undefined {
  const sum = routes.reduce((total, { weight }) => total + weight, 0);
  const place = (createHash('sha256').update(text).digest().readUIntBE(0, 6) / VALUES) * sum;
  let end = 0;
  return routes.find(({ weight }) => {
    end += weight;
    return place < end;
  });
}
