import type { EmptyResponse, ListRequest, PageResponse } from './common.ts';

/** Publishes a flow as it stands. */
export interface PublishFlowVersionRequest {
  readonly FlowName: string;
  readonly Description?: string;
}

/** A published version. Numbers are texts, `"1"` first. */
export interface FlowVersionView {
  readonly Version: string;
  readonly Description: string;
  readonly CreatedTime: string;
}

/** One published version, returned. */
export type FlowVersionResponse = FlowVersionView & { readonly FlowName: string } & EmptyResponse;

/** Whose versions or aliases to list. */
export interface ListOfFlowRequest extends ListRequest {
  readonly FlowName: string;
}

/** A page of versions, in order of their numbers. */
export interface ListFlowVersionsResponse extends PageResponse {
  readonly FlowVersions: readonly FlowVersionView[];
}

/** Names a version. */
export interface FlowVersionKey {
  readonly FlowName: string;
  readonly FlowVersion: string;
}

/** Names an alias. */
export interface FlowAliasKey {
  readonly FlowName: string;
  readonly Name: string;
}

/** A version that an alias leads to, and its share of the starts. */
export interface RouteView<Weight = number> {
  readonly Version: string;
  readonly Weight: Weight;
}

/** Makes an alias of one or two versions. */
export interface CreateFlowAliasRequest extends FlowAliasKey {
  /** JSON text of a list, or the list. */
  readonly RoutingConfigurations: string | readonly RouteView[];
  readonly Description?: string;
}

/** A part that is left out keeps its value. */
export type UpdateFlowAliasRequest = FlowAliasKey & Partial<CreateFlowAliasRequest>;

/** An alias. In lists, weights are texts, as in the original's. */
export interface FlowAliasView<Weight = number> {
  readonly Name: string;
  readonly Description: string;
  readonly RoutingConfigurations: readonly RouteView<Weight>[];
  readonly CreatedTime: string;
}

/** A new alias, returned. */
export type CreateFlowAliasResponse = FlowAliasView & { readonly FlowName: string } & EmptyResponse;

/** One alias, returned. */
export interface FlowAliasResponse extends EmptyResponse {
  readonly Alias: FlowAliasView;
}

/** A page of aliases, in order of their names. */
export interface ListFlowAliasesResponse extends PageResponse {
  readonly Aliases: readonly FlowAliasView<string>[];
}
