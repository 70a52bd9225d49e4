import { common } from './common.ts';
import { execution } from './execution.ts';
import { executions } from './executions.ts';
import { flows } from './flows.ts';
import { graph } from './graph.ts';
import { schedules } from './schedules.ts';
import { tokens } from './tokens.ts';
import { versions } from './versions.ts';

/** All texts of the console in Simplified Chinese, by namespace. */
export const zhCn = { common, flows, graph, schedules, executions, execution, tokens, versions };
