#!/usr/bin/env python3
"""Hands connections on: from a loopback port to a socket file, or from a socket file to a loopback port.

    bridge.py inside PORT SOCKET READY     listens on 127.0.0.1:PORT; makes the file READY when it does
    bridge.py outside SOCKET PORT          listens on the socket file

Both ends together lead out of a sandbox that has a network of its own. Runs until it is ended.
"""

from __future__ import annotations

import os
import socket
import sys
import threading


def pump(source: socket.socket, target: socket.socket) -> None:
    """Everything from one to the other, then the end."""
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
    except OSError:
        pass
    for end, how in ((target, socket.SHUT_WR), (source, socket.SHUT_RD)):
        try:
            end.shutdown(how)
        except OSError:
            pass


def hand_on(server: socket.socket, family: int, address: object) -> None:
    """Each connection by two threads of its own."""
    while True:
        near, _ = server.accept()
        far = socket.socket(family, socket.SOCK_STREAM)
        try:
            far.connect(address)  # type: ignore[arg-type]
        except OSError:
            near.close()
            continue
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=pump, args=(source, target), daemon=True).start()


def main() -> int:
    """See the module."""
    if len(sys.argv) == 5 and sys.argv[1] == "inside":
        port, path, ready = int(sys.argv[2]), sys.argv[3], sys.argv[4]
        server = socket.create_server(("127.0.0.1", port))
        open(ready, "w", encoding="utf-8").close()
        hand_on(server, socket.AF_UNIX, path)
    elif len(sys.argv) == 4 and sys.argv[1] == "outside":
        path, port = sys.argv[2], int(sys.argv[3])
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(path)
            os.chmod(path, 0o666)  # the sandbox's person is another one
            server.listen()
            hand_on(server, socket.AF_INET, ("127.0.0.1", port))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
