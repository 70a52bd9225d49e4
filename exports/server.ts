// `fdl-on-aws/server`: the whole service in this process.

export type { ServerOptions } from '../src/local/server-options.ts';
export { type LocalServer, startServer } from '../src/local/start-server.ts';
