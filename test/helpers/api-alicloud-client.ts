import { createRequire } from 'node:module';

type Method = (params?: object, options?: object) => Promise<Record<string, unknown>>;

/** The methods of the client, by name. */
export type AlicloudClient = Readonly<Record<AlicloudMethod, Method>> & {
  request(action: string, params: object, options: object): Promise<Record<string, unknown>>;
};

/** Every method of the client. */
export const ALICLOUD_METHODS = [
  'createFlow',
  'createSchedule',
  'deleteFlow',
  'deleteSchedule',
  'describeExecution',
  'describeFlow',
  'describeSchedule',
  'getExecutionHistory',
  'listExecutions',
  'listFlows',
  'listSchedules',
  'reportTaskFailed',
  'reportTaskSucceeded',
  'startExecution',
  'stopExecution',
  'updateFlow',
  'updateSchedule',
] as const;

type AlicloudMethod = (typeof ALICLOUD_METHODS)[number];

/** The settings of the client. */
export interface AlicloudConfig {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** Options of every request, such as `timeout` in milliseconds (3,000 unless set). */
  readonly opts?: { readonly timeout?: number; readonly agent?: object };
}

/** The class as npm delivers it: CommonJS without types. */
export const Alicloud: {
  new (config: AlicloudConfig): AlicloudClient;
  readonly prototype: object;
} = createRequire(import.meta.url)('@alicloud/fnf-2019-03-15');
