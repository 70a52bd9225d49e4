import { common } from './common.ts';
import { execution } from './execution.ts';
import { executions } from './executions.ts';
import { flows } from './flows.ts';
import { schedules } from './schedules.ts';
import { tokens } from './tokens.ts';

/** All texts of the console in English, by namespace. */
export const en = { common, flows, schedules, executions, execution, tokens };
