import type { HeldObject } from '../../../adapters/embedded/objects/stored-object.ts';
import { readCondition } from '../conditions.ts';
import { objectHeaders } from '../object-headers.ts';
import { type ByteRange, readRange } from '../range.ts';
import { noSuchBucket, noSuchKey, preconditionFailed, S3Error } from '../s3-error.ts';
import type { S3Answer, S3Operation, S3Request } from '../s3-request.ts';

/** Answers with an object, or a range of it; the response to HEAD has no bytes. */
export const readObject: S3Operation = async (request, { objects }) => {
  const { bucket, key } = request;
  const held = await objects.open(bucket, key);
  if (held === undefined) throw (await objects.hasBucket(bucket)) ? noSuchKey() : noSuchBucket();
  let isStreamed = false;
  try {
    const answer = answerOf(request, held);
    isStreamed = answer.body !== undefined;
    return answer;
  } finally {
    if (!isStreamed) held.release();
  }
};

function answerOf({ method, headers, query }: S3Request, held: HeldObject): S3Answer {
  const { object } = held;
  const told = objectHeaders(object, query);
  const condition = readCondition(headers, object);
  if (condition === 'fails') throw preconditionFailed();
  if (condition === 'same') return { status: 304, headers: told };
  const range = readRange(headers.range, object.size);
  if (range === 'unsatisfiable') {
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      'content-range': `bytes */${object.size}`,
    });
  }
  const { from, to } = range ?? { from: 0, to: object.size };
  const answer = {
    status: range === undefined ? 200 : 206,
    headers: {
      ...told,
      'content-length': String(to - from),
      ...(range !== undefined && { 'content-range': `bytes ${from}-${to - 1}/${object.size}` }),
    },
  };
  return method === 'HEAD' ? answer : { ...answer, body: released(held, { from, to }) };
}

/** The bytes of an object, which is released when the response ends or breaks off. */
async function* released(held: HeldObject, { from, to }: ByteRange): AsyncGenerator<Uint8Array> {
  try {
    yield* held.read(from, to);
  } finally {
    held.release();
  }
}
