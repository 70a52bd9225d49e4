import { parseJson } from '../../common/json-text.ts';
import { keptText } from '../../engine/log/kept-text.ts';
import { BrokenPromise } from './log.ts';
import type { World } from './world.ts';

/** Where flows of random days read and write. */
export const BUCKET = 'objects';

/** The results that map runs have written, in order; those of a map run that has not told of them count as none. */
export async function resultsIn({ objects }: World): Promise<readonly string[]> {
  const listed = await objects.list({ bucket: BUCKET, prefix: 'out/' }, { startAfter: '', limit: 100_000 });
  const told = new Set(listed.objects.map(({ key }) => /^(.*)\/manifest\.json$/.exec(key)?.[1]));
  const results: string[] = [];
  for (const { key, etag, bytes } of listed.objects) {
    const [, folder, name = ''] = /^(.*?)\/results\/(.*)$/.exec(key) ?? [];
    if (folder === undefined || !told.has(folder)) continue;
    const body = await objects.read({ bucket: BUCKET, key }, { etag, from: 0, to: bytes });
    results.push(`${name}: ${Buffer.from(body).toString()}`);
  }
  return results.sort();
}

/** @throws BrokenPromise when a map run had items of two versions of its object */
export async function checkVersions(world: World): Promise<void> {
  const versions = new Map<string, string>();
  for (const { header } of world.logs.all()) {
    if (header.part?.kind !== 'batch') continue;
    const { items } = parseJson(await keptText(world, header, header.input)) as { items: readonly unknown[] };
    for (const item of items) {
      const version = String((item as { version?: unknown } | null)?.version ?? '');
      const known = versions.get(header.id.flowId);
      if (known !== undefined && known !== version)
        throw new BrokenPromise(`${header.part.fullName} has items of another version of the object`);
      versions.set(header.id.flowId, version);
    }
  }
}
