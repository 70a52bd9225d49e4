import type { MnsOperation } from './operation.ts';
import { deleteQueue, getQueue, listQueues, putQueue } from './operations/queues.ts';
import { receiveMessages } from './operations/receive.ts';
import { sendMessages } from './operations/send.ts';
import { changeVisibility, deleteMessages } from './operations/settle.ts';
import {
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  putSubscription,
} from './operations/subscriptions.ts';
import { deleteTopic, getTopic, listTopics, publishMessage, putTopic } from './operations/topics.ts';

type Methods = Readonly<Record<string, MnsOperation>>;

/** All operations, by path (`*` stands for a name) and method. */
const ROUTES: readonly (readonly [path: string, methods: Methods])[] = [
  ['queues', { GET: listQueues }],
  ['queues/*', { PUT: putQueue, GET: getQueue, DELETE: deleteQueue }],
  [
    'queues/*/messages',
    { POST: sendMessages, GET: receiveMessages, DELETE: deleteMessages, PUT: changeVisibility },
  ],
  ['topics', { GET: listTopics }],
  ['topics/*', { PUT: putTopic, GET: getTopic, DELETE: deleteTopic }],
  ['topics/*/messages', { POST: publishMessage }],
  ['topics/*/subscriptions', { GET: listSubscriptions }],
  ['topics/*/subscriptions/*', { PUT: putSubscription, GET: getSubscription, DELETE: deleteSubscription }],
];

/** The operation that a request asks for, with the names in its path. @returns undefined when there is none. */
export function routeOf(
  method: string,
  path: string,
): { readonly operation: MnsOperation; readonly names: readonly string[] } | undefined {
  const pieces = path.replace(/^\/|\/$/g, '').split('/');
  for (const [route, methods] of ROUTES) {
    const wanted = route.split('/');
    const fits =
      wanted.length === pieces.length && wanted.every((piece, at) => piece === '*' || piece === pieces[at]);
    if (!fits) continue;
    const operation = Object.hasOwn(methods, method) ? methods[method] : undefined;
    const names = pieces.filter((_piece, at) => wanted[at] === '*').map(decoded);
    return operation && { operation, names };
  }
  return undefined;
}

/** A name that cannot be decoded is no name of anything. */
function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
