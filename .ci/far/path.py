"""A path between two network namespaces, with a delay and a rate, below TCP: packets that go into the one's TUN device come out
of the other's so much later. For trials on one machine; Linux, root.

    python3 path.py NAMESPACE NAMESPACE DELAY_MS BYTES_PER_SECOND

Each namespace gets a device `far`, with 10.99.0.1 and 10.99.0.2. Says "ready" when it stands, and goes on until its standard
input ends.
"""
import fcntl
import os
import select
import struct
import subprocess
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MTU = 1500
# What a path's slowest device holds before it drops: half a second's worth.
QUEUE_SECONDS = 0.5


def device(namespace, address):
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    name = f"far{os.getpid()}"
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH14x", name.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "link", "set", name, "netns", namespace, "name", "far"], check=True)
    for words in (f"addr add {address}/24 dev far", f"link set far mtu {MTU} txqueuelen 2000 up", "link set lo up"):
        subprocess.run(["ip", "-n", namespace, *words.split()], check=True)
    return fd


class Direction:
    """Packets on their way from one device to the other."""

    def __init__(self, source, target, delay, rate):
        self.source, self.target, self.delay, self.rate = source, target, delay, rate
        self.packets = deque()
        self.free = 0.0

    def take(self):
        for _ in range(64):
            try:
                packet = os.read(self.source, MTU + 4)
            except BlockingIOError:
                return
            now = time.monotonic()
            self.free = max(self.free, now)
            if self.free - now < QUEUE_SECONDS:
                self.free += len(packet) / self.rate
                self.packets.append((self.free + self.delay, packet))

    def give(self):
        while self.packets and self.packets[0][0] <= time.monotonic():
            try:
                os.write(self.target, self.packets.popleft()[1])
            except OSError:
                pass  # a full device drops, as on any path

    def due(self):
        return self.packets[0][0] if self.packets else float("inf")


def main():
    first, second, delay, rate = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000, float(sys.argv[4])
    ends = device(first, "10.99.0.1"), device(second, "10.99.0.2")
    ways = [Direction(*ends, delay, rate), Direction(*reversed(ends), delay, rate)]
    print("ready", flush=True)
    while True:
        wait = min(way.due() for way in ways) - time.monotonic()
        readable, _, _ = select.select([*ends, sys.stdin], [], [], min(max(wait, 0), 1))
        if sys.stdin in readable:
            return
        for way in ways:
            if way.source in readable:
                way.take()
            way.give()


main()
