"""What a handler is given as its event: the input as a dict, or as the bytes that Function Compute hands over.

The handler's own code decides. One that decodes its event wants bytes, one that reads keys of it wants a dict. Where
the code does not tell, the event is a dict that can also be decoded.
"""

import ast
import json

plain_loads = json.loads

BYTES_METHODS = {"decode", "encode", "split", "strip", "startswith", "endswith", "replace", "find", "hex"}
BYTES_CALLS = {"loads", "load", "BytesIO", "StringIO", "bytes", "bytearray", "memoryview", "b64decode", "b64encode"}
DICT_METHODS = {"get", "keys", "values", "items", "setdefault", "pop", "update", "copy"}
TYPE_CHECKS = {"isinstance", "type"}
MAX_DEPTH = 4


class Event(dict):
    """The parsed input, which knows its text."""

    text = ""

    def decode(self, *_args, **_kwargs):
        return self.text

    def encode(self, *_args, **_kwargs):
        return self.text.encode()

    def __str__(self):
        return self.text


class Events:
    """Makes the events of one handler."""

    def __init__(self, handler):
        uses = uses_of(handler)
        self.kind = bytes if "bytes" in uses and "type" not in uses else dict if uses else Event
        self.current = None
        json.loads = self.loads

    def event(self, text):
        """The event of a call, made of the bytes of its input."""
        if self.kind is bytes:
            self.current = text
            return text
        value = plain_loads(text)
        if self.kind is Event and isinstance(value, dict):
            value = Event(value)
            value.text = text.decode()
        self.current = value
        return value

    def loads(self, text, *args, **kwargs):
        """Handlers written for Function Compute may pass their event here, also where it is a dict already."""
        if text is self.current and isinstance(text, dict):
            return text
        return plain_loads(text, *args, **kwargs)


def uses_of(handler):
    """What the code of a handler does with its event: a set of `bytes`, `dict` and `type`; empty when it does not tell."""
    try:
        code = handler.__code__
        with open(code.co_filename, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except Exception:
        return set()
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    definition = functions.get(code.co_name)
    return set() if definition is None else uses_in(definition, 0, functions, MAX_DEPTH)


def uses_in(definition, position, functions, depth):
    parameters = [*definition.args.posonlyargs, *definition.args.args]
    if depth == 0 or position >= len(parameters):
        return set()
    name = parameters[position].arg
    uses = set()
    for node in ast.walk(definition):
        uses |= use_of(node, name, functions, depth)
    return uses


def use_of(node, name, functions, depth):
    def is_it(value):
        return isinstance(value, ast.Name) and value.id == name

    if isinstance(node, ast.Subscript) and is_it(node.value):
        return {"dict"}
    if isinstance(node, ast.Attribute) and is_it(node.value):
        return {"bytes"} if node.attr in BYTES_METHODS else {"dict"} if node.attr in DICT_METHODS else set()
    if isinstance(node, ast.Compare) and any(is_it(other) for other in node.comparators):
        return {"dict"}
    if isinstance(node, ast.Dict) and any(key is None and is_it(value) for key, value in zip(node.keys, node.values)):
        return {"dict"}
    if isinstance(node, ast.Call):
        return use_in_call(node, is_it, functions, depth)
    return set()


def use_in_call(node, is_it, functions, depth):
    if any(keyword.arg is None and is_it(keyword.value) for keyword in node.keywords):
        return {"dict"}
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    positions = [at for at, value in enumerate(node.args) if is_it(value)]
    if not positions:
        return set()
    if called in TYPE_CHECKS:
        return {"type"}
    if called in BYTES_CALLS or (called == "str" and len(node.args) + len(node.keywords) > 1):
        return {"bytes"}
    if called == "dict":
        return {"dict"}
    if isinstance(node.func, ast.Name) and called in functions:
        return uses_in(functions[called], positions[0], functions, depth - 1)
    return set()
