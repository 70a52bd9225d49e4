import { unzipSync, type Zippable, zipSync } from 'fflate';
import {
  describeObject,
  type ObjectsContext,
  objectStore,
  readObject,
  writeObject,
} from '../../../shared/object-store.ts';

/** Where mother packages, channel data and channel packages are. */
export const BUCKET = process.env['PACKAGES_BUCKET'] ?? 'game-packages';

/** One package to be built: keys of objects. */
export interface Build {
  readonly channel: string;
  readonly mother: string;
  readonly package: string;
}

/** A channel has not sent what is to go into its package. */
class ChannelDataMissing extends Error {
  override readonly name = 'ChannelDataMissing';
}

/** The same for every build: equal content makes equal archives, however often a build is repeated. */
const MADE_AT = '2026-01-01T00:00:00Z';

/** Unpacks the mother package, adds a channel's data, packs all again and stores it. */
export async function handler(
  { build }: { readonly build: Build },
  context: ObjectsContext,
): Promise<{ channel: string; package: string; files: number }> {
  const s3 = objectStore(context);
  const data = `channels/${build.channel}.json`;
  if ((await describeObject(s3, BUCKET, data)) === undefined) {
    throw new ChannelDataMissing(`There is no ${data} in ${BUCKET}.`);
  }
  const files: Zippable = unzipSync(await readObject(s3, BUCKET, build.mother));
  files['assets/channel.json'] = await readObject(s3, BUCKET, data);
  const archive = zipSync(files, { mtime: MADE_AT });
  await writeObject(s3, BUCKET, build.package, archive, { channel: build.channel });
  return { channel: build.channel, package: build.package, files: Object.keys(files).length };
}
