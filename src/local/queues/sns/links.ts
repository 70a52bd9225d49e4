/** Actions of SNS that an endpoint asks for by opening a link, by the path of the link. */
export const LINKS: Readonly<Record<string, string>> = {
  '/confirm-subscription': 'ConfirmSubscription',
  '/unsubscribe': 'Unsubscribe',
};

/** The link by which an endpoint confirms its subscription. */
export function confirmationLink(queues: string, topicArn: string, token: string): string {
  return `${queues}/confirm-subscription?${new URLSearchParams({ TopicArn: topicArn, Token: token })}`;
}

/** The link by which an endpoint ends its subscription. */
export function unsubscribeLink(queues: string, subscriptionArn: string): string {
  return `${queues}/unsubscribe?${new URLSearchParams({ SubscriptionArn: subscriptionArn })}`;
}
