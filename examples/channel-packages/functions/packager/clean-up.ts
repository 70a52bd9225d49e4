import { deleteObject, type ObjectsContext, objectStore } from '../../../shared/object-store.ts';
import { BUCKET } from './build.ts';

/** Takes away what was set aside for the builds. */
export async function handler(
  { mother }: { readonly mother: string },
  context: ObjectsContext,
): Promise<{ removed: string }> {
  await deleteObject(objectStore(context), BUCKET, mother);
  return { removed: mother };
}
