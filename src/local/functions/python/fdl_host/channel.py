"""The channel to the server: frames as in frames.ts."""

import os
import struct

FD = 15
HEADER = struct.Struct(">IIBI")
MAX_BODY = 8 * 1024 * 1024

LOAD, INVOKE, PING, REQUEST = 1, 2, 3, 4
LOADED, UNLOADABLE, OUTPUT, RETURNED, RETURNED_TEXT, THREW = 16, 17, 18, 19, 20, 21
UNWRITABLE, TOO_LARGE, EXITED, NOT_BEGUN, FILES, ENDING, PONG = 22, 23, 24, 25, 26, 27, 28

# Functions may replace these.
read, write, getpid = os.read, os.write, os.getpid


class Channel:
    def __init__(self, tag):
        self.tag = tag
        self.owner = getpid()
        self.buffer = bytearray()
        os.set_inheritable(FD, False)

    def is_owner(self):
        """False in a process that the function forked: the channel is not its own."""
        return getpid() == self.owner

    def send(self, kind, call=0, body=b""):
        data = memoryview(HEADER.pack(len(body), self.tag, kind, call) + body)
        while data:
            data = data[write(FD, data) :]

    def receive(self):
        """The next frame, or None when the server has gone."""
        header = self.take(HEADER.size)
        if header is None:
            return None
        length, tag, kind, call = HEADER.unpack(header)
        if tag != self.tag or length > MAX_BODY:
            return None
        body = self.take(length)
        return None if body is None else (kind, call, body)

    def take(self, size):
        while len(self.buffer) < size:
            piece = read(FD, 65536)
            if not piece:
                return None
            self.buffer += piece
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        return taken
