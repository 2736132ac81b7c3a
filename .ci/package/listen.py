# A service manager's ear: a datagram socket at the path that is given, whose states are printed as they come. It hears also
# while nobody reads what it prints.
import os
import queue
import socket
import sys
import threading

ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
heard = queue.SimpleQueue()


def tell():
    while True:
        print(heard.get(), flush=True)


threading.Thread(target=tell, daemon=True).start()
heard.put("listening")
while True:
    heard.put(ear.recv(4096).decode())
