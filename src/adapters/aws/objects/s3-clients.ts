// The clients of S3. Functions load this file, with the SDK's client and nothing else, when a large text or a flow's object first comes
// (`build/bundle.ts`): they start without it. It is one file, so that a driver which needs both has the SDK's client once.
export { ObjectClient } from '../blobs/object-client.ts';
export { FlowObjectClient } from './flow-object-client.ts';
