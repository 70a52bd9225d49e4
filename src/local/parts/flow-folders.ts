import type { ApiServices } from '../../api/services.ts';
import { LIMIT_PROFILES } from '../../limits.ts';
import { FlowFolders } from '../flows/flow-folders.ts';
import { definitionLoader } from '../flows/load-definition.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** The files that flows are kept in; nothing is loaded before the part opens. */
export function flowFoldersOf({ flowFolders: folders, limits }: ServerOptions, { write }: Log): FlowFolders {
  return new FlowFolders({ folders, limits: LIMIT_PROFILES[limits], write });
}

/** The flows of the flow folders, and their changes. */
export function flowFoldersPart(
  flowFolders: FlowFolders,
  services: ApiServices,
  { write }: Log,
): Part<FlowFolders> {
  return {
    name: 'the flow folders',
    open: async () => {
      await flowFolders.start(definitionLoader(services, write));
      return flowFolders;
    },
    close: () => flowFolders.stop(),
  };
}
