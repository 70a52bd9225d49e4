/**
 * Node's HTTP server and client.
 *
 * An `import` of `node:http` reads every export, and one of them loads all of undici: 30 ms of each start.
 */
export const nodeHttp = process.getBuiltinModule('node:http');
