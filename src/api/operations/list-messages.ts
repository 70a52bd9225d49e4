import type { MessageView } from '../contract.ts';
import { operation } from '../operation.ts';
import type { KeptMessage } from '../operator.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { formatTime } from '../views/format-time.ts';
import { findOperator } from './find-operator.ts';

/** Returns the messages that the home keeps until a handler is done with them, oldest first. */
export const listMessages = operation(
  'ListMessages',
  pageParams(999),
  async (params, services, { requestId }) => {
    const operator = findOperator(services, 'ListMessages');
    const { views, next } = await boundedPage(
      pageRequest(params),
      (request) => operator.messages(request),
      messageView,
    );
    return { IsPaused: operator.isPaused(), Messages: views, ...next, RequestId: requestId };
  },
);

function messageView({ id, kind, sentAt, flowName, executionName, problem }: KeptMessage): MessageView {
  return {
    MessageId: id,
    Kind: kind,
    SentTime: formatTime(sentAt),
    FlowName: flowName ?? '',
    ExecutionName: executionName ?? '',
    Problem: problem ?? '',
  };
}
