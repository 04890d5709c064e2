"""Health check: `probe.py PORT PATH` is 0 when the answer is 200, and prints the answer as evidence.

A bare socket, because it runs four times a second while the stack starts: importing an HTTP client
takes five times as long as the request.
"""

import socket
import sys


def main() -> int:
    port, path = int(sys.argv[1]), sys.argv[2]
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.5) as connection:
            connection.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
    except OSError as error:
        print(f"{path}: {error}")
        return 1
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode() if head.startswith(b"HTTP/") else "no HTTP"
    print(f"{path} answered {status}: {body.decode(errors='replace')}")
    return 0 if status == "200" else 1


sys.exit(main())
