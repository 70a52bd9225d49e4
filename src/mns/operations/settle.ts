import { codeOf } from '../error-codes.ts';
import { invalidArgument, MnsError } from '../mns-error.ts';
import { type MnsOperation, queryInteger, queryParameter, readBody } from '../operation.ts';
import { document, fields } from '../xml/write-xml.ts';
import { queueNameOf } from './queues.ts';

const MOST_IN_BATCH = 16;
const LONGEST_VISIBILITY_SECONDS = 43_200;

/** Deletes one message, whose handle is in the query, or up to sixteen, whose handles are in the body. */
export const deleteMessages: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const handle = queryParameter(context, 'ReceiptHandle');
  if (handle !== undefined) {
    const [deleted] = await context.queues.delete(name, [handle]);
    if (deleted !== undefined && 'error' in deleted) throw deleted.error;
    return { status: 204 };
  }
  if (context.request.body.trim() === '') {
    throw new MnsError(400, 'MissingReceiptHandle', 'The request has no ReceiptHandle.');
  }
  const handles = readBody(context, 'ReceiptHandles').children.map(({ text }) => text);
  if (handles.length < 1 || handles.length > MOST_IN_BATCH) {
    throw invalidArgument(`A batch has 1 to ${MOST_IN_BATCH} receipt handles, not ${handles.length}.`);
  }
  const settled = await context.queues.delete(name, handles);
  const errors = settled.flatMap((each, at) => {
    if (!('error' in each)) return [];
    const failure = { ErrorCode: codeOf(each.error).code, ErrorMessage: each.error.message };
    return [`<Error>${fields({ ...failure, ReceiptHandle: handles[at] })}</Error>`];
  });
  return errors.length === 0 ? { status: 204 } : { status: 404, xml: document('Errors', errors.join('')) };
};

/** Hides a received message for another time. The handle stays the same. */
export const changeVisibility: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const receiptHandle = queryParameter(context, 'ReceiptHandle');
  if (receiptHandle === undefined) {
    throw new MnsError(400, 'MissingReceiptHandle', 'The request has no ReceiptHandle.');
  }
  const visibilitySeconds = queryInteger(context, 'VisibilityTimeout', 0, LONGEST_VISIBILITY_SECONDS);
  if (visibilitySeconds === undefined) {
    throw new MnsError(400, 'MissingVisibilityTimeout', 'The request has no VisibilityTimeout.');
  }
  const [changed] = await context.queues.changeVisibility(name, [{ receiptHandle, visibilitySeconds }]);
  if (changed === undefined) throw new Error('a message was hidden and not answered');
  if ('error' in changed) {
    if (changed.error.code === 'ReceiptHandleIsInvalid') throw changed.error;
    throw new MnsError(404, 'MessageNotExist', 'The message is not hidden by this receipt.');
  }
  const content = fields({ ReceiptHandle: receiptHandle, NextVisibleTime: changed.value });
  return { status: 200, xml: document('ChangeVisibility', content) };
};
