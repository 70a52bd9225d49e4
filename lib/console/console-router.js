/**
 * Runs in CloudFront before a file of the console is looked up: the root leads to the console, and every path that
 * names no file is one of its pages.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const { request } = event;
  if (!request.uri.startsWith('/console/')) {
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/console/' } } };
  }
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!name.includes('.')) request.uri = '/console/index.html';
  return request;
}
