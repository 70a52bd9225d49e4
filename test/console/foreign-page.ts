import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** The ports of a server that a page is after. */
export interface Targets {
  readonly api: string;
  readonly queues: string;
  readonly objects: string;
}

const CHANGES = [
  'DeleteFlow&Name=victim',
  'StopExecution&FlowName=victim&ExecutionName=run',
  'StartExecution&FlowName=victim',
];

function apiUrls({ api }: Targets): readonly string[] {
  return CHANGES.flatMap((change) => {
    const url = `${api}/?Version=2019-03-15&Action=${change}`;
    return [url, `${url}&AccessKeyId=x&Signature=x&SignatureNonce=x&Timestamp=2026-01-01T00%3A00%3A00Z`];
  });
}

function queueUrls({ queues }: Targets): readonly string[] {
  const queue = encodeURIComponent(`${queues}/000000000000/victim`);
  return ['DeleteQueue', 'PurgeQueue', 'ReceiveMessage'].map(
    (action) => `${queues}/?Version=2012-11-05&Action=${action}&QueueUrl=${queue}`,
  );
}

/** A page that does to the targets whatever a page can do without being asked, and sets its title when it is done. */
export function foreignPage(targets: Targets): string {
  const gets = [...apiUrls(targets), ...queueUrls(targets), `${targets.objects}/victim/object`];
  const posts = [
    [`${targets.api}/DeleteFlow`, '{"Name":"victim"}'],
    [`${targets.api}/CreateFlow`, '{"Name":"made","Type":"FDL","Description":"","Definition":"{}"}'],
    [`${targets.api}/`, 'Version=2019-03-15&Action=DeleteFlow&Name=victim'],
    [
      `${targets.queues}/`,
      `Version=2012-11-05&Action=PurgeQueue&QueueUrl=${encodeURIComponent(`${targets.queues}/000000000000/victim`)}`,
    ],
    [`${targets.queues}/`, 'Version=2010-03-31&Action=CreateTopic&Name=made'],
    [`${targets.objects}/victim?delete`, '<Delete><Object><Key>object</Key></Object></Delete>'],
    [`${targets.objects}/victim`, 'key=made&file=x'],
  ];
  return `<!doctype html><title>busy</title><link rel="icon" href="data:,"><body><script>
const gets = ${JSON.stringify(gets)};
const posts = ${JSON.stringify(posts)};
const settled = [];
const add = (tag, attribute, url, more = {}) => settled.push(new Promise((done) => {
  const element = Object.assign(document.createElement(tag), more);
  element.onload = element.onerror = done;
  element[attribute] = url;
  document.body.append(element);
  setTimeout(done, 3000);
}));
const form = (method, url, body, enctype) => settled.push(new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.name = 'f' + settled.length;
  document.body.append(frame);
  const element = Object.assign(document.createElement('form'), { method, action: url, enctype, target: frame.name });
  for (const [name, value] of new URLSearchParams(body)) element.append(Object.assign(document.createElement('input'), { name, value }));
  document.body.append(element);
  frame.onload = done;
  setTimeout(done, 3000);
  element.submit();
}));
const ask = (url, options) => settled.push(fetch(url, options).catch(() => {}));
for (const url of gets) {
  add('img', 'src', url);
  add('img', 'src', url, { referrerPolicy: 'no-referrer' });
  add('script', 'src', url);
  add('link', 'href', url, { rel: 'stylesheet' });
  add('iframe', 'src', url);
  add('object', 'data', url);
  add('video', 'src', url);
  form('get', url.split('?')[0], url.split('?')[1] ?? '', '');
  ask(url, { mode: 'no-cors', credentials: 'include' });
  ask(url, {});
}
for (const [url, body] of posts) {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    form('post', url, body, type);
    ask(url, { method: 'POST', mode: 'no-cors', body, headers: { 'content-type': type } });
  }
  ask(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  ask(url, { method: 'DELETE' });
  navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }));
}
// A frame without an origin of its own.
const sandboxed = document.createElement('iframe');
sandboxed.sandbox = 'allow-scripts';
sandboxed.srcdoc = '<script>for (const [url, body] of ' + JSON.stringify(posts) + ') fetch(url, { method: "POST", mode: "no-cors", body })<' + '/script>';
document.body.append(sandboxed);
settled.push(new Promise((done) => setTimeout(done, 1500)));
Promise.all(settled).then(() => { document.title = 'done'; });
</script></body>`;
}

/** A web server elsewhere: another origin than anything of ours, under every name that leads to this machine. */
export async function serveElsewhere(page: () => string): Promise<{ readonly port: number; close(): void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { port, close: () => void server.close() };
}
