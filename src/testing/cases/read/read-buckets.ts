import { isBucketName, isObjectKey, MAX_KEY_BYTES } from '../../../common/object-names.ts';
import type { Context, Read } from '../../../fdl/read/context.ts';
import { readText } from '../../../fdl/read/values.ts';
import { quote } from '../../../fdl/read/words.ts';
import type { CaseObjects } from '../case-run.ts';
import { membersOf, type NamedField } from './objects.ts';

const BUCKET_RULE =
  '3 to 63 lower-case letters, digits, dots or hyphens, with a letter or digit at both ends';
const KEY_RULE = `1 to ${MAX_KEY_BYTES} bytes of UTF-8`;

/** Reads the texts of objects, by bucket and key. */
export const readBuckets: Read<CaseObjects> = (field, context) => {
  const buckets = membersOf('the objects of a case', field, context);
  return Object.fromEntries(buckets.map((bucket) => [bucket.name, readTexts(bucket, context)]));
};

function readTexts(bucket: NamedField, context: Context): Readonly<Record<string, string>> {
  checkName(bucket, isBucketName(bucket.name), `a bucket name: ${BUCKET_RULE}`, context);
  const objects = membersOf('a bucket', bucket.value, context);
  for (const object of objects) checkName(object, isObjectKey(object.name), `a key: ${KEY_RULE}`, context);
  return Object.fromEntries(objects.map(({ name, value }) => [name, readText(value, context)]));
}

function checkName({ name, key }: NamedField, isAllowed: boolean, rule: string, context: Context): void {
  if (!isAllowed) context.refuse('invalid-name', key, `Expected ${rule}; found ${quote(name)}`);
}
