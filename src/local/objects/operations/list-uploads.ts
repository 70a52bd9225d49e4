import { compareKeys, listPage } from '../../../adapters/embedded/objects/list-page.ts';
import type { Upload } from '../../../adapters/embedded/objects/uploads.ts';
import { element } from '../../queues/query/xml-text.ts';
import { noSuchBucket, noSuchUpload } from '../s3-error.ts';
import type { S3Operation } from '../s3-request.ts';
import { fields, keyWriter, xmlAnswer } from '../xml-answer.ts';
import { commonPrefixes, mostOf } from './list-objects.ts';
import { uploadOf } from './uploads.ts';

/** Lists the parts of an upload. */
export const listParts: S3Operation = async (request, { objects: { uploads } }) => {
  const { bucket, key, id } = uploadOf(request);
  const most = mostOf(request.query, 'max-parts');
  const marker = Number(request.query.get('part-number-marker') ?? 0);
  if (!(await uploads.isOpen(bucket, key, id))) throw noSuchUpload();
  const found = await uploads.listParts(id, Number.isNaN(marker) ? 0 : marker, most + 1);
  const page = found.slice(0, most);
  const head = {
    Bucket: bucket,
    Key: key,
    UploadId: id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: found.length > most,
    StorageClass: 'STANDARD',
  };
  const parts = page.map(({ number, size, etag, modifiedAt }) =>
    element(
      'Part',
      fields({
        PartNumber: number,
        LastModified: new Date(modifiedAt).toISOString(),
        ETag: `"${etag}"`,
        Size: size,
      }),
    ),
  );
  return xmlAnswer('ListPartsResult', fields(head) + parts.join(''));
};

/** Lists the uploads of a bucket that are neither completed nor given up. */
export const listUploads: S3Operation = async ({ bucket, query }, { objects }) => {
  if (!(await objects.hasBucket(bucket))) throw noSuchBucket();
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const maxKeys = mostOf(query, 'max-uploads');
  const isBehind = ({ key, id }: Upload) => {
    const order = compareKeys(key, keyMarker);
    return order > 0 || (order === 0 && idMarker !== '' && id > idMarker);
  };
  const all = (await objects.uploads.list(bucket, prefix)).filter(
    (each) => keyMarker === '' || isBehind(each),
  );
  const isAfterPrefix = delimiter !== '' && keyMarker.endsWith(delimiter);
  const page = listPage(
    ({ key, isIncluded }) =>
      all.filter((each) => Buffer.compare(Buffer.from(each.key), key) >= (isIncluded ? 0 : 1)),
    { prefix, delimiter, maxKeys, after: '', ...(isAfterPrefix && { afterPrefix: keyMarker }) },
  );
  const write = keyWriter(query);
  const last = page.last;
  const head = {
    Bucket: bucket,
    KeyMarker: write(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: last && write('key' in last ? last.key : last.prefix),
    NextUploadIdMarker: last && 'key' in last ? page.objects.at(-1)?.id : undefined,
    Prefix: write(prefix),
    Delimiter: delimiter === '' ? undefined : write(delimiter),
    MaxUploads: maxKeys,
    IsTruncated: last !== undefined,
    EncodingType: query.get('encoding-type') === 'url' ? 'url' : undefined,
  };
  const uploads = page.objects.map(({ id, key, startedAt }) =>
    element(
      'Upload',
      fields({ Key: write(key), UploadId: id, Initiated: new Date(startedAt).toISOString() }),
    ),
  );
  return xmlAnswer(
    'ListMultipartUploadsResult',
    [fields(head), ...uploads, ...commonPrefixes(page.commonPrefixes, write)].join(''),
  );
};
