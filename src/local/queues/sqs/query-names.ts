import type { QueryNames } from '../query/form-tree.ts';

/** The names of lists and maps in the query protocol of SQS. */
export const SQS_NAMES: QueryNames = {
  lists: {
    AttributeName: 'AttributeNames',
    MessageSystemAttributeName: 'MessageSystemAttributeNames',
    MessageAttributeName: 'MessageAttributeNames',
    TagKey: 'TagKeys',
    AWSAccountId: 'AWSAccountIds',
    ActionName: 'Actions',
    SendMessageBatchRequestEntry: 'Entries',
    DeleteMessageBatchRequestEntry: 'Entries',
    ChangeMessageVisibilityBatchRequestEntry: 'Entries',
  },
  maps: {
    Attribute: 'Attributes',
    Tag: 'Tags',
    MessageAttribute: 'MessageAttributes',
    MessageSystemAttribute: 'MessageSystemAttributes',
  },
};
