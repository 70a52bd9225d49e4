import { fileURLToPath } from 'node:url';

/** Where the processes of a test run keep what they have compiled. */
export const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
