import type { FauxqsParts, FauxqsStores } from './fauxqs-parts.ts';
import type { ObjectCreated } from './object-created.ts';

type ObjectStore = FauxqsStores['s3Store'];
type StoredObject = ReturnType<ObjectStore['putObject']>;
type Upload = Parameters<ObjectStore['restoreMultipartUpload']>[0];

/** A store of objects that reports every object which any request creates in it. */
export function observedStore(
  { S3Store }: FauxqsParts,
  onCreated: (created: ObjectCreated) => void,
): ObjectStore {
  /** Buckets by the id of an upload in parts: the request that completes one does not name it. */
  const buckets = new Map<string, string>();
  let count = 0;

  function tell(bucket: string, object: StoredObject, reason: ObjectCreated['reason']): StoredObject {
    count = (count + 1) % 0x10000;
    const { key, contentLength: size, etag, lastModified } = object;
    const sequencer = `${hex(lastModified.getTime(), 12)}${hex(count, 4)}`;
    onCreated({ bucket, key, size, etag: etag.replaceAll('"', ''), sequencer, reason });
    return object;
  }

  class ObservedStore extends S3Store {
    override putObject(...args: Parameters<ObjectStore['putObject']>): StoredObject {
      return tell(args[0], super.putObject(...args), 'PutObject');
    }

    override createMultipartUpload(...args: Parameters<ObjectStore['createMultipartUpload']>): string {
      const uploadId = super.createMultipartUpload(...args);
      buckets.set(uploadId, args[0]);
      return uploadId;
    }

    /** Called for uploads of a process before this one. */
    override restoreMultipartUpload(upload: Upload): void {
      super.restoreMultipartUpload(upload);
      buckets.set(upload.uploadId, upload.bucket);
    }

    override completeMultipartUpload(
      ...[uploadId, parts]: Parameters<ObjectStore['completeMultipartUpload']>
    ): StoredObject {
      const object = super.completeMultipartUpload(uploadId, parts);
      const bucket = buckets.get(uploadId);
      buckets.delete(uploadId);
      return bucket === undefined ? object : tell(bucket, object, 'CompleteMultipartUpload');
    }

    override abortMultipartUpload(uploadId: string): void {
      buckets.delete(uploadId);
      super.abortMultipartUpload(uploadId);
    }
  }
  return new ObservedStore();
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').toUpperCase();
}
