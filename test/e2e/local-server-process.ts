import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startServer } from '../../src/local/start-server.ts';

// A server in a process of its own, for tests that kill it: options as JSON in, addresses as JSON out. Asked by any
// message, it answers what memory is left in use after a garbage collection.

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const server = await startServer(JSON.parse(process.argv[2] ?? '{}'));
const { api, queues, objects = '' } = server;
process.stdout.write(`${JSON.stringify({ api, queues, objects })}\n`);
process.once('SIGTERM', () => void server.close());
process.on('message', () => {
  collectGarbage();
  process.send?.(process.memoryUsage());
});
process.channel?.unref();
process.once('disconnect', () => process.exit());
