import { startServer } from '../../src/local/start-server.ts';

// A server in a process of its own, for tests that kill it: options as JSON in, addresses as JSON out.

const server = await startServer(JSON.parse(process.argv[2] ?? '{}'));
const { api, queues, objects = '' } = server;
process.stdout.write(`${JSON.stringify({ api, queues, objects })}\n`);
process.once('SIGTERM', () => void server.close());
