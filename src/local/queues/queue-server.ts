import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { localUrl, refusalOf, type VisitedServer } from '../same-site.ts';
import type { Credentials } from '../server-options.ts';
import { type FauxqsApp, type FauxqsParts, findFauxqs, loadFauxqsParts } from './fauxqs-parts.ts';

/** Where queues and topics listen, and where they are kept (in memory without a folder). */
export interface QueueServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly dataFolder?: string;
  /** The key that every request must prove; absent when anybody may call. */
  readonly credentials?: Credentials;
}

/** An answer of the queue server. */
export interface ProtocolAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Decides on a request of the SNS protocol before it is served, and may change its parameters.
 *
 * @returns why the request is refused; undefined when it is not.
 */
export type OnSnsRequest = (parameters: Record<string, string>) => Promise<string | undefined>;

/** Region of every queue and topic here, whatever region a client is configured for. */
export const REGION = 'us-east-1';

/** Account of every queue and topic here. */
export const ACCOUNT = '000000000000';

const SQS_TYPE = 'application/x-amz-json-1.0';
const SNS_TYPE = 'application/x-www-form-urlencoded';
/** Requests whose answers hold URLs of queues. */
const ANSWERS_URLS = /\.(CreateQueue|GetQueueUrl|ListQueues|ListDeadLetterSourceQueues)$/;

/** As long as clients of these protocols keep a connection that they do not use. */
const KEEP_ALIVE_MS = 72_000;

/**
 * Queues and topics behind the real SQS and SNS protocols.
 *
 * Listens at once; what serves is loaded with the first request, because that takes as long as all else of a start, or
 * right away when there are queues from before.
 */
export class QueueServer {
  readonly url: string;
  private readonly server: Server;
  private readonly app: LazyApp;

  private constructor(app: LazyApp, server: Server, url: string) {
    this.app = app;
    this.server = server;
    this.url = url;
  }

  /** Listens, with everything that the data folder holds. */
  static async open(options: QueueServerOptions, onSnsRequest: OnSnsRequest): Promise<QueueServer> {
    const app = new LazyApp(findFauxqs(), options, onSnsRequest);
    if (options.dataFolder !== undefined && existsSync(options.dataFolder)) await app.get();
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      app.get().then(
        (loaded) => loaded.routing(request, response),
        (error) => response.writeHead(500).end(JSON.stringify({ message: String(error) })),
      );
    });
    server.listen({ host: options.host, port: options.port });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    return new QueueServer(app, server, localUrl(options.host, port));
  }

  /** False while there is no queue and no topic, and never was one. */
  get isInUse(): boolean {
    return this.app.isLoaded;
  }

  /** Serves one request of the SQS JSON protocol, without a network. */
  sqs(action: string, parameters: object): Promise<ProtocolAnswer> {
    return this.serve(SQS_TYPE, JSON.stringify(parameters), { 'x-amz-target': `AmazonSQS.${action}` });
  }

  /** Serves one request of the SNS query protocol, without a network. */
  sns(action: string, parameters: Readonly<Record<string, string>>): Promise<ProtocolAnswer> {
    const form = new URLSearchParams({ Action: action, ...parameters });
    return this.serve(SNS_TYPE, form.toString(), {});
  }

  /** Ends waiting receives and frees the port and the folder. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    await this.app.close();
    this.server.closeIdleConnections();
    await closed;
  }

  private async serve(
    type: string,
    payload: string,
    headers: Record<string, string>,
  ): Promise<ProtocolAnswer> {
    const app = await this.app.get();
    const answer = await app.inject({
      method: 'POST',
      url: '/',
      headers: { ...headers, 'content-type': type, host: new URL(this.url).host },
      payload,
    });
    return { status: answer.statusCode, body: answer.body };
  }
}

/** The application that serves, loaded when it is asked for; one that cannot be loaded is tried again. */
class LazyApp {
  private readonly load: () => Promise<FauxqsApp>;
  private app: Promise<FauxqsApp> | undefined;

  constructor(fauxqsFolder: string, options: QueueServerOptions, onSnsRequest: OnSnsRequest) {
    this.load = async () => {
      const app = assemble(await loadFauxqsParts(fauxqsFolder), options.dataFolder);
      guard(app, options);
      resolveUrls(app);
      askBefore(app, onSnsRequest);
      await app.ready();
      return app;
    };
  }

  get isLoaded(): boolean {
    return this.app !== undefined;
  }

  get(): Promise<FauxqsApp> {
    if (this.app !== undefined) return this.app;
    const app = this.load();
    this.app = app;
    app.catch(() => {
      this.app = undefined;
    });
    return app;
  }

  async close(): Promise<void> {
    await (await this.app)?.close();
  }
}

/** Lets requests of the SNS protocol be decided on before they are served. */
function askBefore(app: FauxqsApp, onSnsRequest: OnSnsRequest): void {
  app.addHook('preHandler', async (request, reply) => {
    if (request.headers['x-amz-target'] !== undefined) return undefined;
    const refusal = await onSnsRequest(request.body as Record<string, string>);
    return refusal === undefined ? undefined : reply.status(400).type('text/xml').send(snsError(refusal));
  });
}

function assemble(parts: FauxqsParts, dataFolder: string | undefined): FauxqsApp {
  const sqsStore = new parts.SqsStore();
  const snsStore = new parts.SnsStore();
  const stores = { sqsStore, snsStore, s3Store: new parts.S3Store() };
  const app = parts.buildApp({ logger: false, defaultRegion: REGION, stores });
  if (dataFolder === undefined) return app;
  const persistence = new parts.PersistenceManager(dataFolder);
  // What is being loaded must not be written again: the stores learn of the folder afterwards.
  persistence.loadSqsAndSns(sqsStore, snsStore);
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  app.addHook('onClose', async () => persistence.close());
  return app;
}

/** Serves queues and topics only, and programs only. */
function guard(app: FauxqsApp, server: VisitedServer): void {
  app.addHook('onRequest', async (request, reply) => {
    const refusal = refusalOf(request.raw, server);
    if (refusal !== undefined) return reply.status(403).send({ message: refusal });
    if (request.url !== '/' || request.method !== 'POST') {
      return reply.status(404).send({ message: 'Queues and topics are served on POST / only' });
    }
    // It names the region that the client is configured for; here is only one.
    delete request.headers.authorization;
    return undefined;
  });
}

/** Answers queue URLs with the address under which the client reached this server, so that they resolve for it. */
function resolveUrls(app: FauxqsApp): void {
  const url = new RegExp(`http://[^/"]+/${ACCOUNT}/`, 'g');
  app.addHook('onSend', async (request, _reply, payload) => {
    const target = request.headers['x-amz-target'];
    if (typeof payload !== 'string' || typeof target !== 'string' || !ANSWERS_URLS.test(target))
      return payload;
    return payload.replace(url, `http://${request.headers.host}/${ACCOUNT}/`);
  });
}

function snsError(message: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${text}</Message></Error><RequestId>-</RequestId></ErrorResponse>`;
}
