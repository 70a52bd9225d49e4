"""What the function prints, as lines of the call that is running."""

import codecs
import io
import os
import sys
import time

from .channel import OUTPUT

PRINTED_BYTES = 1024 * 1024
RENEWED_SECONDS = 10
MAX_LINE_LENGTH = 16384

write, monotonic = os.write, time.monotonic


class Printing:
    """The allowance of one call, or of ten seconds outside any call."""

    def __init__(self, channel):
        self.channel = channel
        self.begin(0)

    def begin(self, call):
        self.call = call
        self.left = PRINTED_BYTES
        self.since = monotonic()
        self.dropped_lines = self.dropped_bytes = 0

    def grant(self, data):
        if self.call == 0 and monotonic() - self.since > RENEWED_SECONDS:
            self.tell_dropped()
            self.begin(0)
        if len(data) <= self.left:
            self.left -= len(data)
            return data
        end = self.left
        while end > 0 and data[end] & 0xC0 == 0x80:
            end -= 1
        self.left = 0
        self.dropped_bytes += len(data) - end
        self.dropped_lines += data[end:].count(b"\n")
        return data[:end]

    def tell_dropped(self):
        if self.dropped_bytes:
            lines = f"{self.dropped_lines} more lines, " if self.dropped_lines else ""
            text = f"{lines}{self.dropped_bytes} bytes of output were dropped: a call may print {PRINTED_BYTES}"
            self.send(2, [text])
            self.dropped_lines = self.dropped_bytes = 0

    def send(self, stream, lines):
        self.channel.send(OUTPUT, self.call, bytes((stream,)) + "\n".join(lines).encode("utf-8", "replace"))


class Lines(io.RawIOBase):
    """The bytes of one stream, cut into lines. Characters whose bytes come in several writes stay whole."""

    def __init__(self, stream, printing):
        self.stream = stream
        self.printing = printing
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.rest = ""

    def write(self, data):
        data = bytes(data)
        if not self.printing.channel.is_owner():
            return write(self.stream, data)
        granted = self.printing.grant(data)
        if granted:
            *lines, rest = (self.rest + self.decoder.decode(granted)).split("\n")
            while len(rest) > MAX_LINE_LENGTH:
                lines.append(rest[:MAX_LINE_LENGTH])
                rest = rest[MAX_LINE_LENGTH:]
            self.rest = rest
            if lines:
                self.printing.send(self.stream, [line.removesuffix("\r") for line in lines])
        return len(data)

    def end(self):
        rest = self.rest + self.decoder.decode(b"", final=True)
        self.rest = ""
        if rest:
            self.printing.send(self.stream, [rest])

    def writable(self):
        return True

    def fileno(self):
        return self.stream


class Streams:
    """The standard streams of the function, which it may replace, close or delete."""

    def __init__(self, channel):
        self.printing = Printing(channel)
        self.lines = [Lines(1, self.printing), Lines(2, self.printing)]
        self.texts = [
            io.TextIOWrapper(io.BufferedWriter(lines), encoding="utf-8", errors="replace", line_buffering=True)
            for lines in self.lines
        ]
        sys.stdin = open(os.devnull, encoding="utf-8")
        sys.stdout, sys.stderr = self.texts

    def begin(self, call):
        self.flush()
        self.printing.tell_dropped()
        self.printing.begin(call)

    def end(self):
        self.flush()
        self.printing.tell_dropped()
        self.printing.begin(0)

    def flush(self):
        for text, lines in zip(self.texts, self.lines):
            try:
                text.flush()
            except Exception:
                pass  # The function has closed it, or has taken its buffer.
            lines.end()
