import { pathToFileURL } from 'node:url';

// node load-module.ts BUNDLE: milliseconds that a new process takes to load a function, and megabytes it then has.

const begun = performance.now();
await import(pathToFileURL(process.argv[2] ?? '').href);
const took = performance.now() - begun;
process.stdout.write(JSON.stringify([took, process.memoryUsage().rss / 2 ** 20]));
