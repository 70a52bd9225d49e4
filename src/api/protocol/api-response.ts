import { stringifyJson } from '../../common/json-text.ts';
import type { Logger } from '../../ports/logger.ts';
import { UnavailableError } from '../../ports/unavailable.ts';
import { ApiError, ERROR_STATUS, type ErrorCode } from '../api-error.ts';
import type { EmptyResponse, ErrorResponse } from '../contract.ts';
import { type ApiRequest, type ApiResponse, MAX_HOST_CHARACTERS, readHeader } from './request.ts';

const RETRY_AFTER_SECONDS = '1';

/** The response of an operation that succeeded. */
export function successResponse(result: EmptyResponse): ApiResponse {
  return respond(200, result);
}

/**
 * The response of a request that failed.
 *
 * An error that is neither an ApiError nor an UnavailableError is a fault of the service: the caller gets no details, the
 * log gets the place.
 */
export function failureResponse(
  error: unknown,
  request: ApiRequest,
  requestId: string,
  logger: Logger,
): ApiResponse {
  if (error instanceof ApiError) return respondError(error.code, error.message, request, requestId);
  if (error instanceof UnavailableError) {
    const { message, isOverload } = error;
    logger.warn('An API request met a service that is not available', { requestId, reason: message });
    return respondError(
      isOverload ? 'ResourceThrottled' : 'InternalServerError',
      message,
      request,
      requestId,
    );
  }
  logger.error('An API request failed unexpectedly', { requestId, ...whereOf(error) });
  return respondError('InternalServerError', 'The service failed; try again', request, requestId);
}

/** The response to a request that came when there was no room for it. */
export function throttledResponse(
  message: string,
  request: Pick<ApiRequest, 'headers'>,
  requestId: string,
): ApiResponse {
  return respondError('ResourceThrottled', message, request, requestId);
}

function respondError(
  code: ErrorCode,
  message: string,
  request: Pick<ApiRequest, 'headers'>,
  requestId: string,
): ApiResponse {
  const body: ErrorResponse = {
    RequestId: requestId,
    HostId: readHeader(request.headers, 'host').slice(0, MAX_HOST_CHARACTERS),
    Code: code,
    Message: message,
  };
  const wait = code === 'ResourceThrottled' ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
  return respond(ERROR_STATUS[code], body, wait);
}

function respond(
  status: number,
  body: EmptyResponse | ErrorResponse,
  more: ApiResponse['headers'] = {},
): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...more },
    body: stringifyJson(body),
  };
}

/** The kind of an error and the lines of code that threw it; its message may quote what a caller sent. */
function whereOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: frames.map((line) => line.trim()).join(' | ') };
}
