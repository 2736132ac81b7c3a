# A service manager's ear: a datagram socket at the path that is given, whose states are printed as they come.
import os
import socket
import sys

ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
print("listening", flush=True)
while True:
    print(ear.recv(4096).decode(), flush=True)
