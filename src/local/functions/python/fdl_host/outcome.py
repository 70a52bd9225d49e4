"""How a call ended, as a frame."""

import json
import os
import traceback

from .channel import EXITED, RETURNED, RETURNED_TEXT, THREW, TOO_LARGE, UNWRITABLE

MAX_TEXT = 16384
MAX_LINE = 1024
MAX_LINES = 50
OWN = os.path.dirname(__file__)

# Functions may replace these.
format_tb = traceback.format_tb
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
escaped = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def safely(read, otherwise):
    """What is read of an exception, whose own code may do anything."""
    try:
        return read()
    except BaseException:
        return otherwise


def trace_of(error):
    """The function's own frames, outermost first."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith((OWN, "<frozen ")):
        trace = trace.tb_next
    return [line.rstrip("\n")[:MAX_LINE] for line in format_tb(trace)[-MAX_LINES:]]


def thrown(error):
    text = safely(lambda: str.__str__(str(error))[:MAX_TEXT], "The exception has no text that can be read")
    name = safely(lambda: str.__str__(type(error).__name__)[:MAX_LINE], "Exception")
    return {"errorMessage": text, "errorType": name, "stackTrace": safely(lambda: trace_of(error), [])}


def as_bytes(value):
    return escaped.encode(value).encode()


def threw(error):
    return THREW, as_bytes(thrown(error))


def body_of(result):
    if isinstance(result, (bytes, bytearray, memoryview)):
        return RETURNED_TEXT, bytes(result)
    if isinstance(result, str):
        return RETURNED_TEXT, result.encode("utf-8", "replace")
    try:
        return RETURNED, compact.encode(result).encode()
    except UnicodeEncodeError:
        # Half surrogate pairs have no bytes; as JSON escapes they arrive as they are.
        return RETURNED, escaped.encode(result).encode()


def returned(result, result_bytes):
    try:
        kind, body = body_of(result)
    except BaseException as error:
        return UNWRITABLE, as_bytes(thrown(error))
    if len(body) > result_bytes:
        return TOO_LARGE, str(len(body)).encode()
    return kind, body


def run(handler, event, context, result_bytes):
    """Calls the handler. What it raises, and that it wants to exit, is the call's end and not the process's."""
    try:
        result = handler(event, context)
    except (SystemExit, MemoryError):
        return EXITED, b""
    except BaseException as error:
        return threw(error)
    return returned(result, result_bytes)
