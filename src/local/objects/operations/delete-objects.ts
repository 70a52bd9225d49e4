import { childOf, textOf } from '../../../xml/element.ts';
import { MalformedXml } from '../../../xml/malformed-xml.ts';
import { readXml } from '../../../xml/read-xml.ts';
import { element } from '../../queues/query/xml-text.ts';
import { readDocument } from '../body/receive-body.ts';
import { noSuchBucket } from '../s3-error.ts';
import type { S3Operation } from '../s3-request.ts';
import { fields, xmlAnswer } from '../xml-answer.ts';

const MOST_KEYS = 1_000;

/** Removes an object; one that does not exist is gone. */
export const deleteObject: S3Operation = async ({ bucket, key }, { objects }) => {
  if (!(await objects.hasBucket(bucket))) throw noSuchBucket();
  await objects.delete(bucket, [key]);
  return { status: 204 };
};

/** Removes up to a thousand objects in one step. */
export const deleteObjects: S3Operation = async (request, services) => {
  const document = readXml(await readDocument(request, services));
  const entries = document.children.filter(({ name }) => name === 'Object');
  const keys = entries.map((entry) => textOf(entry, 'Key'));
  if (
    document.name !== 'Delete' ||
    keys.length === 0 ||
    keys.length > MOST_KEYS ||
    keys.includes(undefined)
  ) {
    throw new MalformedXml(`A Delete has 1 to ${MOST_KEYS} Objects, each with a Key.`);
  }
  const { bucket } = request;
  if (!(await services.objects.hasBucket(bucket))) throw noSuchBucket();
  const known = keys.filter((key) => key !== undefined);
  await services.objects.delete(bucket, known);
  const isQuiet = childOf(document, 'Quiet')?.text.trim() === 'true';
  const deleted = isQuiet ? [] : known.map((key) => element('Deleted', fields({ Key: key })));
  return xmlAnswer('DeleteResult', deleted.join(''));
};
