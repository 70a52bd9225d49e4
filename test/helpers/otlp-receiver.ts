import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A span as a receiver of OTLP gets it; times are milliseconds. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly kind: number;
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly reason: string }[];
  /** 2 for an error. */
  readonly status: number;
  readonly service: string;
}

/** A receiver of spans over HTTP. */
export interface OtlpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly spans: ReceivedSpan[];
}

/** Opens a receiver on a free port that reads protobuf as https://github.com/open-telemetry/opentelemetry-proto defines it. */
export async function openOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const isOurs =
      request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
    if (isOurs)
      spans.push(...readRequest(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
    response.writeHead(isOurs ? 200 : 404, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readRequest(body: Buffer): ReceivedSpan[] {
  return message(body, 1).flatMap((resourceSpans) => {
    const [resource = Buffer.alloc(0)] = message(resourceSpans, 1);
    const service = String(attributes(resource, 1)['service.name']);
    return message(resourceSpans, 2).flatMap((scoped) =>
      message(scoped, 2).map((span) => readSpan(span, service)),
    );
  });
}

function readSpan(span: Buffer, service: string): ReceivedSpan {
  const [status = Buffer.alloc(0)] = message(span, 15);
  return {
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentId: hex(span, 4),
    name: text(span, 5),
    kind: number(span, 6),
    from: Math.round(number(span, 7) / 1e6),
    to: Math.round(number(span, 8) / 1e6),
    attributes: attributes(span, 9),
    links: message(span, 13).map((link) => ({
      traceId: hex(link, 1),
      spanId: hex(link, 2),
      reason: String(attributes(link, 4)['workflow.link']),
    })),
    status: number(status, 3),
    service,
  };
}

function attributes(owner: Buffer, field: number): Record<string, string | number> {
  return Object.fromEntries(
    message(owner, field).map((pair) => {
      const [value = Buffer.alloc(0)] = message(pair, 2);
      const isText = fieldsOf(value).some(([at]) => at === 1);
      return [text(pair, 1), isText ? text(value, 1) : number(value, 3)];
    }),
  );
}

function message(owner: Buffer, field: number): readonly Buffer[] {
  return fieldsOf(owner).flatMap(([at, value]) => (at === field && Buffer.isBuffer(value) ? [value] : []));
}

function hex(owner: Buffer, field: number): string {
  return message(owner, field)[0]?.toString('hex') ?? '';
}

function text(owner: Buffer, field: number): string {
  return message(owner, field)[0]?.toString() ?? '';
}

function number(owner: Buffer, field: number): number {
  const found = fieldsOf(owner).find(([at]) => at === field)?.[1];
  return typeof found === 'number' ? found : 0;
}

/** The fields of a message: numbers, and the bytes of everything else. */
function fieldsOf(bytes: Buffer): readonly (readonly [field: number, value: number | Buffer])[] {
  const fields: [number, number | Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const type = key % 8;
    if (type === 0) fields.push([field, varint()]);
    else if (type === 1) fields.push([field, Number(bytes.readBigUInt64LE(at))]);
    else if (type === 5) fields.push([field, bytes.readUInt32LE(at)]);
    else {
      const length = varint();
      fields.push([field, bytes.subarray(at, at + length)]);
      at += length;
    }
    at += type === 1 ? 8 : type === 5 ? 4 : 0;
  }
  return fields;
}
