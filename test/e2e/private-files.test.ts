import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCode, firstLine, spawnCli } from './cli-process.ts';

let place: string;
let data: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fdl-private-'));
  data = join(place, 'new', 'data');
});

afterEach(() => rmSync(place, { recursive: true }));

/** Serves once with a umask that takes nothing away, keeps something of every kind, and answers all modes meanwhile. */
async function serveOnce(): Promise<Readonly<Record<string, string>>> {
  const umask = process.umask(0);
  const ports = ['--port', '0', '--queue-port', '0', '--object-port', '0'];
  const server = spawnCli(['dev', ...ports, '--data', data, '--json']);
  process.umask(umask);
  const { api, queues, objects } = JSON.parse(await firstLine(server));
  const json = (operation: string, body: object) =>
    fetch(`${api}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const Definition = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: p}\n';
  await json('CreateFlow', { Name: 'f', Type: 'FDL', Description: '', Definition });
  await json('StartSyncExecution', { FlowName: 'f' });
  await fetch(queues, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.CreateQueue' },
    body: '{"QueueName":"q"}',
  });
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const s3 = new S3Client({ endpoint: objects, region: 'us-east-1', forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'secret' }));
  s3.destroy();
  const modes = modesIn(data);
  server.kill('SIGTERM');
  await exitCode(server);
  return modes;
}

function modesIn(folder: string): Readonly<Record<string, string>> {
  const names = ['.', ...readdirSync(folder, { recursive: true }).map(String)];
  return Object.fromEntries(
    names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
  );
}

function expectPrivate(modes: Readonly<Record<string, string>>, names: readonly string[]): void {
  for (const name of names) expect(modes).toHaveProperty([name]);
  for (const [name, mode] of Object.entries(modes)) {
    const isFolder = statSync(join(data, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
    expect(`${name} ${mode}`).toBe(`${name} ${isFolder ? '700' : '600'}`);
  }
}

const KEPT = ['fdl.sqlite', 'fdl.sqlite-wal', 'queues.sqlite', 'server.pid'];

test('what a server keeps can be read by its owner only, whatever the umask, also after a restart', async () => {
  expectPrivate(await serveOnce(), KEPT);
  expectPrivate(await serveOnce(), KEPT);
});

test('files that others could read are private after the next start; a folder that was there keeps its mode', async () => {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o750);
  await serveOnce();
  for (const name of readdirSync(data)) if (name !== 'objects') chmodSync(join(data, name), 0o644);
  const { '.': folder, ...modes } = await serveOnce();
  expect(folder).toBe('750');
  expectPrivate(modes, KEPT);
});
