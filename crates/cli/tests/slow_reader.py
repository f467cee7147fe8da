"""Runs a command whose output is read slowly, with a terminal for its errors.

slow_reader.py pipe|terminal|none COMMAND: what its output and errors go to; `none` has no terminal.
Prints, as JSON, what the command wrote to its errors and what it ended with.
"""

import json
import os
import pty
import subprocess
import sys
import threading
import time

WHERE, COMMAND = sys.argv[1], sys.argv[2:]
SECONDS = 1.8


def read(source):
    try:
        return os.read(source, 1 << 16)
    except OSError:  # The other end of a terminal is closed.
        return b""


def drain(source, into):
    while piece := read(source):
        into.append(piece)


terminal, line = pty.openpty()
piped, end = os.pipe()
output = line if WHERE == "terminal" else end
errors = subprocess.PIPE if WHERE == "none" else line
child = subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
os.close(line)
os.close(end)
written = []
source = terminal if WHERE == "terminal" else piped
said = child.stderr.fileno() if WHERE == "none" else terminal
listener = threading.Thread(target=drain, args=(said, written))
if said != source:
    listener.start()
start = time.monotonic()
while time.monotonic() - start < SECONDS:
    piece = read(source)
    if said == source:
        written.append(piece)
    time.sleep(0.02)
drain(source, written if said == source else [])
if said != source:
    listener.join()
print(json.dumps({"said": b"".join(written).decode(), "code": child.wait()}))
