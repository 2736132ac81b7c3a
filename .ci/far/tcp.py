"""What TCP alone gives over a path: `tcp.py serve PORT` takes whatever comes, `tcp.py send ADDRESS PORT SECONDS` sends for so
long, and tells the MB/s that arrived."""
import socket
import struct
import sys
import time


def serve(port):
    listener = socket.create_server(("", port))
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        begin = time.monotonic()
        counted = 0
        while block := connection.recv(1 << 18):
            counted += len(block)
        connection.sendall(struct.pack("!d", counted / 1e6 / (time.monotonic() - begin)))
        connection.close()


def send(address, port, seconds):
    with socket.create_connection((address, port)) as connection:
        block, end = bytes(1 << 16), time.monotonic() + seconds
        while time.monotonic() < end:
            connection.sendall(block)
        connection.shutdown(socket.SHUT_WR)
        print("%.2f" % struct.unpack("!d", connection.recv(8, socket.MSG_WAITALL)))


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]))
else:
    send(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
