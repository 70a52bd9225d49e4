import { existsSync } from 'node:fs';

// Plain JavaScript that any Node.js with modules can read, so that an old one gets a sentence and no syntax error.

const NEEDED = 24;

/** True in a clone of the repository, false in the installed package. */
export const isClone = existsSync(new URL('../src', import.meta.url));

const CURE = isClone
  ? 'npm ci brings it, unless npm leaves out install scripts or packages for development; then: npm ci --include=dev --ignore-scripts=false'
  : 'install a newer one, then run this again';

/** What is wrong with the Node.js that runs this, and what helps; undefined when nothing is. */
export function problemOfNode(running = process.versions.node) {
  if (Number.parseInt(running, 10) >= NEEDED) return undefined;
  return `fdl: Node.js ${NEEDED} or newer is needed, this is ${running}\n     ${CURE}\n`;
}
