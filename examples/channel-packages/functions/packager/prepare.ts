import {
  describeObject,
  type ObjectsContext,
  objectStore,
  readObject,
  writeObject,
} from '../../../shared/object-store.ts';
import { BUCKET, type Build } from './build.ts';

interface Request {
  readonly game: string;
  readonly version: string;
  readonly channels: readonly string[];
  /** Where this execution alone works. */
  readonly workFolder: string;
}

/** The package that all others are made of was not uploaded. */
class MotherPackageMissing extends Error {
  override readonly name = 'MotherPackageMissing';
}

/** Sets the mother package aside, so that all channels get the same one, and plans a build per channel. */
export async function handler(
  { game, version, channels, workFolder }: Request,
  context: ObjectsContext,
): Promise<{ mother: string; builds: readonly Build[] }> {
  const s3 = objectStore(context);
  const name = `${game}-${version}`;
  const source = `mother/${name}.zip`;
  if ((await describeObject(s3, BUCKET, source)) === undefined) {
    throw new MotherPackageMissing(`There is no ${source} in ${BUCKET}.`);
  }
  const mother = `work/${workFolder}/mother.zip`;
  await writeObject(s3, BUCKET, mother, await readObject(s3, BUCKET, source));
  const builds = channels.map((channel) => {
    return { channel, mother, package: `packages/${name}-${channel}.zip` };
  });
  return { mother, builds };
}
