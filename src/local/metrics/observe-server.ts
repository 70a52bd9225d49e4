import type { CommitObserver } from '../../adapters/embedded/group-commit.ts';
import { type ExecutionsObserver, observeExecutions } from '../../adapters/observe-executions.ts';
import type { DispatchHandler } from '../../ports/dispatch-queue.ts';
import type { ExecutionStore } from '../../ports/execution-store.ts';
import type { TaskTargets } from '../../ports/task-targets.ts';
import { kindOf } from '../../targets/targets.ts';
import type { ServerMetrics } from './server-metrics.ts';

/** The stores, targets and handler of a server, each the same as before and counted. */
export interface Observed {
  executions(store: ExecutionStore): ExecutionStore;
  targets(targets: TaskTargets): TaskTargets;
  handler(handler: DispatchHandler): DispatchHandler;
  readonly commits: CommitObserver;
}

/** Counts what passes through the ports of a server. The names of flows come with the headers that it reads. */
export function observeServer(metrics: ServerMetrics): Observed {
  const flows = new Map<string, string>();
  const nameOf = (flowId: string) => flows.get(flowId) ?? '';
  const observer: ExecutionsObserver = {
    seen: ({ id, flowName }) => flows.set(id.flowId, flowName),
    started: ({ flowName }) => metrics.started(flowName),
    transitions: ({ flowId }, count) => metrics.entered(nameOf(flowId), count),
    conflict: () => metrics.conflict(),
    ended: ({ flowId }, { status }) => metrics.ended(nameOf(flowId), status),
  };
  return {
    executions: (store) => observeExecutions(store, observer),
    targets: (targets) => ({
      call: (request) => {
        const begun = performance.now();
        return targets.call(request).then((outcome) => {
          // The outcome of one that is under way comes as a message.
          if (outcome.kind === 'underway') return outcome;
          const label = kindOf(request.target).label(request.target);
          metrics.called(label, outcome.kind, performance.now() - begun);
          return outcome;
        });
      },
    }),
    handler: (handler) => (message, context) => {
      metrics.hop(Date.now() - message.sentAt);
      return handler(message, context).then((handled) => {
        if (!handled.done) metrics.returned();
        else if (handled.isUnhandledFailure) metrics.unhandled();
        return handled;
      });
    },
    commits: { committed: (ms) => metrics.committed(ms), flushed: (ms) => metrics.flushed(ms) },
  };
}
