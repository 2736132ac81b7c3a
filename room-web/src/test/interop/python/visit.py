"""A visit to a room by ssb-client, as it is: sees who attends, and sends bytes through a tunnel to an echo.

Usage: visit.py HOST PORT ROOM_KEY TARGET BYTES. Writes what it sees as lines of JSON.
"""
import asyncio
import hashlib
import json
import sys
from base64 import b64decode

from nacl.signing import SigningKey
from secret_handshake import SHSClient
from ssb_client.muxrpc import MuxRPCAPI
from ssb_client.packet_stream import PacketStream, PSMessageType

PIECE = 10_000


def tell(**what):
    print(json.dumps(what), flush=True)


async def attendants(api, target):
    async for message in api.call("room.attendants", [], "source"):
        tell(attendants=message.body)
        if target in message.body.get("ids", [message.body.get("id")]):
            return


async def echo(api, target, length):
    tunnel = api.call("tunnel.connect", [{"target": target}], "duplex")
    sent, received, missing = hashlib.sha256(), hashlib.sha256(), length
    for start in range(0, length, PIECE):
        piece = bytes(i % 251 for i in range(start, min(start + PIECE, length)))
        sent.update(piece)
        tunnel.send(piece, PSMessageType.BUFFER)
    async for message in tunnel:
        if message.end_err:
            tell(ended=message.body, missing=missing)
            return
        received.update(message.body)
        missing -= len(message.body)
        if missing == 0:
            tell(echo=received.hexdigest() == sent.hexdigest())
            tunnel.send(True, end=True)


async def visit(host, port, room, target, length):
    client = SHSClient(host, int(port), SigningKey.generate(), b64decode(room))
    packets = PacketStream(client)
    api = MuxRPCAPI()
    api.add_connection(packets)
    await client.open()

    async def read():
        async for message in packets:
            tell(called=message.body)

    reading = asyncio.create_task(read())
    calls = asyncio.create_task(talk(api, target, int(length)))
    await asyncio.wait([reading, calls], return_when=asyncio.FIRST_COMPLETED)
    await calls if calls.done() else await reading


async def talk(api, target, length):
    tell(whoami=(await api.call("whoami", [])).body)
    await attendants(api, target)
    await echo(api, target, length)


asyncio.run(visit(*sys.argv[1:]))
