"""Runs one Python function, many calls at a time, for the process that started this one.

Invocations arrive as JSON lines on standard input, replies leave as JSON lines on standard output; the function
itself sees neither: its input is empty, and what it prints becomes a reply.
"""

import importlib.util
import json
import logging
import os
import re
import signal
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

MAX_LINE_LENGTH = 16384
current = threading.local()
replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
requests = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
reply_lock = threading.Lock()


class Event(dict):
    """The parsed input. Handlers written for Function Compute may still pass it to json.loads."""


plain_loads = json.loads


def loads(text, *args, **kwargs):
    return text if isinstance(text, Event) else plain_loads(text, *args, **kwargs)


def reply(message):
    line = json.dumps(message, separators=(",", ":"))
    with reply_lock:
        replies.write(line + "\n")
        replies.flush()


class Output:
    """A text stream whose lines become replies of the call that printed them."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, stream):
        self.stream = stream

    def write(self, text):
        rests = current.__dict__.setdefault("rests", {})
        *lines, rest = (rests.get(self.stream, "") + text).split("\n")
        while len(rest) > MAX_LINE_LENGTH:
            lines.append(rest[:MAX_LINE_LENGTH])
            rest = rest[MAX_LINE_LENGTH:]
        rests[self.stream] = rest
        for line in lines:
            self.send(line)
        return len(text)

    def send(self, line):
        message = {"type": "output", "stream": self.stream, "line": line}
        call = getattr(current, "call", None)
        if call is not None:
            message["call"] = call
        reply(message)

    def end(self):
        rest = current.__dict__.get("rests", {}).pop(self.stream, "")
        if rest:
            self.send(rest)

    def flush(self):
        pass

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return 2


def thrown(error):
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)],
    }


def context_of(fields):
    names = {re.sub("([A-Z])", lambda found: "_" + found.group(1).lower(), key): key for key in fields}
    return SimpleNamespace(**{name: fields[key] for name, key in names.items()})


def outcome(handler, invocation):
    call = invocation["id"]
    try:
        event = plain_loads(invocation["event"])
        result = handler(Event(event) if isinstance(event, dict) else event, context_of(invocation["context"]))
    except (SystemExit, MemoryError):
        return {"type": "exited", "call": call}
    except BaseException as error:
        return {"type": "threw", "call": call, "error": thrown(error)}
    try:
        output = json.dumps(result, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return {"type": "returned", "call": call, "output": output}
    except Exception as error:
        return {"type": "unwritable", "call": call, "error": thrown(error)}


def run(handler, invocation):
    current.call = invocation["id"]
    message = outcome(handler, invocation)
    sys.stdout.end()
    sys.stderr.end()
    current.call = None
    reply(message)


def load(file):
    sys.path.insert(0, os.path.dirname(file))
    spec = importlib.util.spec_from_file_location("function", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["function"] = module
    spec.loader.exec_module(module)
    return getattr(module, "handler", None)


def limit_memory(megabytes):
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, ValueError, OSError):
        pass  # not every system has such a limit


def main():
    file, concurrency, megabytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # Processes that the function starts inherit these: no input, and their output does not mix with replies.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull, encoding="utf-8")
    sys.stdout, sys.stderr = Output("stdout"), Output("stderr")
    json.loads = loads
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(message)s")
    # A stop signal to the whole process group is the server's to handle; this process ends with its input.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: None)
    limit_memory(megabytes)
    threading.stack_size(1 << 20)
    try:
        handler = load(file)
    except BaseException as error:
        reply({"type": "unloadable", "error": thrown(error), "isHandlerMissing": False})
        return
    if not callable(handler):
        message = f"{file} does not define a function named handler"
        error = {"errorMessage": message, "errorType": "HandlerNotFound", "stackTrace": []}
        reply({"type": "unloadable", "error": error, "isHandlerMissing": True})
        return
    reply({"type": "loaded"})
    pool = ThreadPoolExecutor(concurrency)
    for line in requests:
        message = plain_loads(line)
        if message == "ping":
            reply({"type": "pong"})
        else:
            pool.submit(run, handler, message)


main()
# The other side is gone, or wants this process to end: calls that still run have nobody to answer to.
os._exit(0)
