"""Loads the function and runs its calls, one after the other."""

import importlib.util
import logging
import os
import re
import signal
import sys
import uuid
from types import SimpleNamespace

from . import outcome, wsgi
from .channel import FILES, INVOKE, LOAD, LOADED, PING, PONG, REQUEST, UNLOADABLE, Channel
from .event import Events, plain_loads
from .loaded_files import LoadedFiles
from .streams import Streams

exit_process, kill_group = os._exit, os.killpg


def in_snake_case(fields):
    """The fields of a JSON object as attributes, under the names that Python gives them."""
    values = {re.sub("([A-Z])", lambda found: "_" + found.group(1).lower(), key): fields[key] for key in fields}
    return SimpleNamespace(
        **{name: in_snake_case(value) if isinstance(value, dict) else value for name, value in values.items()}
    )


def context_of(identity, call):
    """What a function learns besides its event: our fields, and those that Function Compute gives."""
    context = in_snake_case({**call, **identity})
    context.request_id = str(uuid.uuid4())
    context.logger = logging.getLogger()
    context.tracing = SimpleNamespace(span_context="", jaeger_endpoint="", span_baggages={})
    return context


NO_CALL = {"taskId": "", "flowName": "", "executionName": "", "stepName": "", "deadline": 0}


def load(file):
    sys.argv = [file]
    sys.path.insert(0, os.path.dirname(file))
    spec = importlib.util.spec_from_file_location("function", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["function"] = module
    spec.loader.exec_module(module)
    return module


def limit_memory(megabytes):
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, ValueError, OSError):
        pass  # Not every system has such a limit.


def ignore_stop_signals():
    # A stop signal to all processes of the service is the server's to handle: it waits for calls that still run.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: None)


class Host:
    def __init__(self, channel):
        self.channel = channel
        self.streams = Streams(channel)
        self.files = LoadedFiles()

    def load(self, message):
        self.identity = message["identity"]
        self.result_bytes = message["resultBytes"]
        file = message["file"]
        try:
            module = load(file)
        except BaseException as error:
            self.report_files()
            return self.unloadable(outcome.thrown(error), "code")
        self.handler = getattr(module, "handler", None)
        if not callable(self.handler):
            text = f"{file} does not define a function named handler"
            return self.unloadable({"errorMessage": text, "errorType": "HandlerNotFound", "stackTrace": []}, "handler")
        try:
            initialize = getattr(module, "initializer", None)
            if callable(initialize):
                initialize(context_of(self.identity, NO_CALL))
        except BaseException as error:
            return self.unloadable(outcome.thrown(error), "initializer")
        self.streams.end()
        self.report_files()
        self.events = Events(self.handler)
        self.channel.send(LOADED, body=(sys.executable or "").encode())

    def unloadable(self, error, by):
        self.streams.end()
        self.channel.send(UNLOADABLE, body=outcome.as_bytes({"error": error, "by": by}))

    def report_files(self):
        rows = self.files.news()
        if rows:
            self.channel.send(FILES, body=outcome.as_bytes(rows))

    def invoke(self, kind, call, body):
        size = int.from_bytes(body[:4], "big")
        context = context_of(self.identity, plain_loads(body[4 : 4 + size]))
        self.streams.begin(call)
        if kind == REQUEST:
            request = plain_loads(body[4 + size :])
            kind, answer = outcome.run(self.answer_of, request, context, self.result_bytes)
        else:
            event = self.events.event(body[4 + size :])
            kind, answer = outcome.run(self.handler, event, context, self.result_bytes)
        if not self.channel.is_owner():
            exit_process(0)
        self.streams.end()
        self.report_files()
        self.channel.send(kind, call, answer)

    def answer_of(self, request, context):
        return wsgi.answer_of(self.handler, request, context)


def main(megabytes, tag):
    channel = Channel(tag)
    host = Host(channel)
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(message)s")
    ignore_stop_signals()
    limit_memory(megabytes)
    while True:
        frame = channel.receive()
        if frame is None:
            break
        kind, call, body = frame
        if kind == LOAD:
            host.load(plain_loads(body))
        elif kind in (INVOKE, REQUEST):
            host.invoke(kind, call, body)
        elif kind == PING:
            channel.send(PONG)
    # The server has gone, or has no more use for this process and what it has started.
    kill_group(os.getpgid(0), signal.SIGKILL)
