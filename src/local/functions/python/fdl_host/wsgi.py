"""Calls a handler with an HTTP request, as Function Compute calls a function by URL: by the rules of WSGI."""

import base64
import io
import sys


def answer_of(handler, request, context):
    """The answer as the server reads it. Raises what the handler raises."""
    started = []
    pieces = []

    def start_response(status, headers, exc_info=None):
        started[:] = [(int(str(status).split(" ", 1)[0]), [[str(name), str(value)] for name, value in headers])]
        return pieces.append

    returned = handler(environ_of(request, context), start_response)
    try:
        for piece in returned or ():
            pieces.append(piece)
    finally:
        close = getattr(returned, "close", None)
        if callable(close):
            close()
    if not started:
        raise RuntimeError("The handler returned without a call of start_response")
    ((status, headers),) = started
    body = b"".join(piece.encode() if isinstance(piece, str) else bytes(piece) for piece in pieces)
    return {"status": status, "headers": headers, "body": base64.b64encode(body).decode()}


def environ_of(request, context):
    body = base64.b64decode(request["body"])
    headers = request["headers"]
    host, _, port = headers.get("host", "localhost").rpartition(":")
    environ = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": request["path"],
        "QUERY_STRING": request["query"],
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": host or port,
        "SERVER_PORT": port if host else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request["clientIp"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if request["isTls"] else "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "fc.context": context,
        "fc.request_uri": request["url"],
    }
    for name, value in headers.items():
        if name not in ("content-type", "content-length"):
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ
