import type { EmptyResponse, PageResponse } from './common.ts';

/** How the executions of a flow are meant to run. */
export type ExecutionMode = 'Standard' | 'Express';

/** The variables of a flow. */
export interface Environment {
  readonly Variables: readonly {
    readonly Name: string;
    readonly Value: string;
    readonly Description?: string;
  }[];
}

/** The variables that an execution started with. */
export interface ExecutionEnvironment {
  readonly Variables: readonly { readonly Name: string; readonly Value: string }[];
}

/** A function that definitions may call. */
export interface FunctionView {
  /** The text by which a definition names it: `acs:fc:::services/shop/functions/pack`. */
  readonly ResourceArn: string;
  /** Its file in a function folder, or the resource that the name is bound to. */
  readonly Location: string;
}

/** In order of their resource ARNs. */
export interface ListFunctionsResponse extends PageResponse {
  readonly Functions: readonly FunctionView[];
}

/** The language is taken and means nothing: regions have no names but their ids. */
export interface DescribeRegionsRequest {
  readonly AcceptLanguage?: string;
}

/** The one region that a deployment is in. */
export interface DescribeRegionsResponse extends EmptyResponse {
  readonly Regions: {
    readonly Region: readonly {
      readonly RegionId: string;
      readonly LocalName: string;
      /** The host that was asked. */
      readonly RegionEndpoint: string;
    }[];
  };
}
