import type { OperationName, RequestOf, ResponseOf } from './contract.ts';
import { type GivenParams, type Param, type ParamValues, readParams } from './params/params.ts';
import type { ApiServices, CallContext } from './services.ts';

/** One public action of the API. */
export interface Operation<N extends OperationName> {
  readonly params: ParamsOf<N>;
  /**
   * Checks the parameters and runs the operation.
   *
   * @throws ApiError
   */
  call(given: GivenParams, services: ApiServices, context: CallContext): Promise<ResponseOf<N>>;
}

/** A parameter for every member of the request, required where the contract requires it. */
type ParamsOf<N extends OperationName> = {
  readonly [K in keyof RequestOf<N>]-?: Param<
    unknown,
    Record<never, never> extends Pick<RequestOf<N>, K> ? false : true
  >;
};

/**
 * Makes an operation of its parameters and the function that takes their values.
 *
 * The name is there for its type: it ties both to the contract.
 */
export function operation<
  N extends OperationName,
  P extends ParamsOf<N> & Readonly<Record<string, Param<unknown>>>,
>(
  _name: N,
  params: P,
  run: (params: ParamValues<P>, services: ApiServices, context: CallContext) => Promise<ResponseOf<N>>,
): Operation<N> {
  return { params, call: (given, services, context) => run(readParams(params, given), services, context) };
}
