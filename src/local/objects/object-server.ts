import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FOLDER, restrict } from '../../adapters/embedded/private-files.ts';
import type { WebServer } from '../connections.ts';
import { closeListening, createWebServer, listen } from '../listening.ts';
import { localUrl, refusalOf, type VisitedServer } from '../same-site.ts';
import type { Credentials } from '../server-options.ts';
import type { TlsIdentity } from '../tls/identity.ts';
import { demandSignatures } from './demand-signatures.ts';
import { type FauxqsApp, type FauxqsParts, type FauxqsStores, loadFauxqsParts } from './fauxqs-parts.ts';
import { listInOrder } from './list-objects.ts';
import type { ObjectCreated } from './object-created.ts';
import { observedStore } from './observed-store.ts';

/** The address at which objects are served, and the folder that keeps them (in memory without one). */
export interface ObjectServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly dataFolder?: string;
  /** The key with which every request must be signed; absent when callers need none. */
  readonly credentials?: Credentials;
  /** Absent where plain HTTP is spoken. */
  readonly tls?: TlsIdentity;
  /** Buckets that exist from the start. */
  readonly buckets: readonly string[];
  /**
   * Called with every object before the request that created it is answered.
   *
   * When it fails, so does the request, though the object is stored: the client tries again.
   */
  readonly onCreated: (created: ObjectCreated) => Promise<void>;
}

const TOO_LARGE = 'A request may have 11 MiB. Upload the object in parts, as aws s3 cp does.';

/** Buckets and objects behind the real S3 protocol. */
export class ObjectServer {
  readonly url: string;
  readonly #app: FauxqsApp;
  readonly #port: WebServer;

  private constructor(app: FauxqsApp, port: WebServer, url: string) {
    this.#app = app;
    this.#port = port;
    this.url = url;
  }

  /** Listens, with everything that the data folder holds. */
  static async open(options: ObjectServerOptions): Promise<ObjectServer> {
    const parts = await loadFauxqsParts();
    const heard: Promise<void>[] = [];
    const store = observedStore(parts, (created) => heard.push(options.onCreated(created)));
    const app = assemble(parts, store, options.dataFolder);
    for (const bucket of options.buckets) store.createBucket(bucket);
    guard(app, options);
    if (options.credentials !== undefined) demandSignatures(app, options.credentials);
    refuseLargeObjects(app);
    answerWhenDone(app, heard);
    listInOrder(app, store);
    await app.ready();
    const server = createWebServer({}, options.tls, (request, response) => app.routing(request, response));
    await listen(server, options);
    const { port } = server.address() as { port: number };
    return new ObjectServer(app, server, localUrl(options.host, port, options.tls !== undefined));
  }

  /** Answers open requests and frees the port. */
  async close(): Promise<void> {
    await closeListening(this.#port, { dropUnanswered: () => this.#port.closeIdleConnections() });
    await this.#app.close();
  }
}

function assemble(
  parts: FauxqsParts,
  s3Store: FauxqsStores['s3Store'],
  dataFolder: string | undefined,
): FauxqsApp {
  const stores = { sqsStore: new parts.SqsStore(), snsStore: new parts.SnsStore(), s3Store };
  const app = parts.buildApp({ logger: false, stores });
  // Objects of these types are bytes like all others; they are parsed for queues and topics only.
  app.removeContentTypeParser(['application/x-www-form-urlencoded', 'application/x-amz-json-1.0']);
  if (dataFolder === undefined) return app;
  // In a database: a file per object would be torn by a server that dies while it writes.
  mkdirSync(dataFolder, { recursive: true, mode: PRIVATE_FOLDER });
  const persistence = new parts.PersistenceManager(dataFolder);
  for (const name of readdirSync(dataFolder)) restrict(join(dataFolder, name));
  // Loaded objects must not be written again, so the store gets the folder afterwards.
  persistence.loadS3(s3Store);
  s3Store.persistence = persistence;
  app.addHook('onClose', async () => persistence.close());
  return app;
}

/** Holds a response back until everything is done that its request has caused. */
function answerWhenDone(app: FauxqsApp, heard: Promise<void>[]): void {
  app.addHook('preHandler', async (_request, reply) => {
    const send = reply.send.bind(reply);
    reply.send = (payload) => {
      // Handlers respond in the turn in which they create, so all objects of this turn are theirs.
      const caused = heard.splice(0);
      if (caused.length === 0) return send(payload);
      const release = (answer: unknown) => {
        reply.send = send;
        send(answer);
      };
      void Promise.all(caused).then(() => release(payload), release);
      // Fastify would send a response that is unsent when the handler has returned a second time.
      reply.send = () => reply;
      return reply;
    };
  });
}

/** Refuses requests that are too large in the words of S3, which clients can read. */
function refuseLargeObjects(app: FauxqsApp): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (reply.statusCode !== 413) return payload;
    reply.header('content-type', 'application/xml');
    return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>EntityTooLarge</Code><Message>${TOO_LARGE}</Message></Error>`;
  });
}

/** Serves objects only, and programs only. */
function guard(app: FauxqsApp, server: VisitedServer): void {
  app.addHook('onRequest', async (request, reply) => {
    const refusal = refusalOf(request.raw, server);
    if (refusal !== undefined) return reply.status(403).send({ message: refusal });
    if (request.method === 'POST' && request.url === '/') {
      return reply.status(404).send({ message: 'Queues and topics are served on a port of their own' });
    }
    return undefined;
  });
}
