import { createApi } from '../../api/handle-request.ts';
import type { ApiServices } from '../../api/services.ts';
import { FlowFolders } from '../flow-folders.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** The flows of the flow folders, and whatever changes there. */
export function flowFoldersPart(
  { flowFolders: folders }: ServerOptions,
  services: ApiServices,
  { write }: Log,
): Part<FlowFolders> {
  return {
    name: 'the flow folders',
    open: async () => {
      const { limits } = services;
      const flowFolders = new FlowFolders({ folders, api: createApi(services), limits, write });
      await flowFolders.start();
      return flowFolders;
    },
    close: (flowFolders) => flowFolders.stop(),
  };
}
