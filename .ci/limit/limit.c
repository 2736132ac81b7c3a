// What no relay of box streams can do without, and nothing else: reads from a loopback socket, opens each box with libsodium,
// seals it with another key, writes it. No muxrpc, no limits, no fairness. Its processor time is what a room server's is
// compared with in docs/performance.md.
//
//   cc -O2 -o limit limit.c -lsodium -lpthread
//   ./limit bulk TUNNELS MEGABYTES       boxes of 4096 bytes, one way: processor seconds for each gigabyte
//   ./limit messages TUNNELS MESSAGES    200 bytes to and fro, in a box each behind one of the 9 bytes of muxrpc's header:
//                                        messages in both directions together for each processor second
//   ./limit handshakes COUNT             a server's public-key operations of secret-handshake, and a connection each
//
// The relay is a process of its own, and the processor time is its alone; the load comes from this one.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEADER = 34, BODY = 4096, BOX = HEADER + BODY, BUFFER = 65536, MESSAGE = 200, MUXRPC = 9, MOST = 1000 };

typedef struct { unsigned char key[32], nonce[24]; } Stream;

typedef struct { int fd; size_t held; unsigned char in[BUFFER + BOX]; Stream opens; } Reader;

static void advance(Stream *s) {
  for (int i = 23; i >= 0 && ++s->nonce[i] == 0; i--) {}
}

static size_t seal(Stream *s, const unsigned char *body, size_t length, unsigned char *out) {
  unsigned char header[18] = { length >> 8, length }, first[24];
  memcpy(first, s->nonce, 24);
  advance(s);
  crypto_secretbox_detached(out + HEADER, header + 2, body, length, s->nonce, s->key);
  advance(s);
  crypto_secretbox_easy(out, header, sizeof header, first, s->key);
  return HEADER + length;
}

// The length of the box that `in` begins with, opened into `body`; 0 if not all of it is there.
static size_t open_box(Stream *s, const unsigned char *in, size_t held, unsigned char *body, size_t *length) {
  unsigned char header[18], next[24];
  Stream second = *s;
  if (held < HEADER) return 0;
  // Opened again when more has come: with 64 KiB at a time that is seldom.
  if (crypto_secretbox_open_easy(header, in, HEADER, s->nonce, s->key)) errx(1, "header");
  *length = header[0] << 8 | header[1];
  if (held < HEADER + *length) return 0;
  advance(&second);
  memcpy(next, second.nonce, 24);
  if (crypto_secretbox_open_detached(body, in + HEADER, header + 2, *length, next, s->key)) errx(1, "body");
  advance(&second);
  *s = second;
  return HEADER + *length;
}

static void write_all(int fd, const unsigned char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, bytes, length);
    if (n <= 0) err(1, "write");
    bytes += n, length -= n;
  }
}

static double processor_seconds(const struct rusage *use) {
  return use->ru_utime.tv_sec + use->ru_stime.tv_sec + (use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e6;
}

static struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int listen_somewhere(in_port_t *port) {
  struct sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(fd, (struct sockaddr *) &address, size) || listen(fd, 1024) || getsockname(fd, (struct sockaddr *) &address, &size))
    err(1, "listen");
  *port = address.sin_port;
  return fd;
}

static int dial(in_port_t port) {
  struct sockaddr_in address = loopback(port);
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (connect(fd, (struct sockaddr *) &address, sizeof address)) err(1, "connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// The key of the boxes that go through the connection of this number, in one direction.
static Stream stream_of(int number, int towards) {
  Stream s = { 0 };
  memcpy(s.key, &number, sizeof number);
  s.key[31] = towards;
  return s;
}

static void relay(int listener, int connections) {
  static Reader *readers[2 * MOST];
  static Stream seals[2 * MOST];
  static unsigned char out[(BUFFER + BOX) * 2];
  int events = epoll_create1(0), open = connections, on = 1;
  for (int i = 0; i < connections; i++) {
    readers[i] = calloc(1, sizeof(Reader));
    readers[i]->fd = accept(listener, NULL, NULL);
    setsockopt(readers[i]->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    readers[i]->opens = stream_of(i, 0);
    seals[i] = stream_of(i, 1);
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };
    epoll_ctl(events, EPOLL_CTL_ADD, readers[i]->fd, &event);
  }
  while (open > 0) {
    struct epoll_event ready[64];
    int count = epoll_wait(events, ready, 64, -1);
    for (int e = 0; e < count; e++) {
      int from = ready[e].data.u32, to = from ^ 1;
      Reader *r = readers[from];
      ssize_t n = read(r->fd, r->in + r->held, BUFFER);
      if (n <= 0) {
        epoll_ctl(events, EPOLL_CTL_DEL, r->fd, NULL);
        open--;
        continue;
      }
      r->held += n;
      size_t taken = 0, made = 0, length, size;
      unsigned char body[BODY];
      while ((size = open_box(&r->opens, r->in + taken, r->held - taken, body, &length)) > 0) {
        taken += size;
        made += seal(&seals[to], body, length, out + made);
      }
      memmove(r->in, r->in + taken, r->held -= taken);
      if (made > 0) write_all(readers[to]->fd, out, made);
    }
  }
}

static long megabytes, messages;
static int fds[2 * MOST];

static void *send_bulk(void *number) {
  int i = (int) (intptr_t) number;
  Stream s = stream_of(i, 0);
  static const unsigned char body[BODY];
  unsigned char out[BOX * 15];
  for (long left = megabytes * 1000000 / BODY; left > 0;) {
    size_t made = 0;
    for (int box = 0; box < 15 && left > 0; box++, left--) made += seal(&s, body, BODY, out + made);
    write_all(fds[i], out, made);
  }
  shutdown(fds[i], SHUT_WR);
  return NULL;
}

static void *take_bulk(void *number) {
  int i = (int) (intptr_t) number;
  static __thread unsigned char in[BUFFER * 4];
  for (long left = megabytes * 1000000 / BODY * BOX; left > 0;) {
    ssize_t n = read(fds[i], in, sizeof in);
    if (n <= 0) errx(1, "bulk ended early");
    left -= n;
  }
  shutdown(fds[i], SHUT_WR);
  return NULL;
}

static size_t seal_message(Stream *s, unsigned char *out) {
  static const unsigned char body[MESSAGE];
  size_t made = seal(s, body, MUXRPC, out);
  return made + seal(s, body, MESSAGE, out + made);
}

static void to_and_fro(int tunnels) {
  static Stream streams[2 * MOST];
  static size_t had[2 * MOST];
  const size_t size = 2 * HEADER + MUXRPC + MESSAGE;
  unsigned char bytes[BUFFER];
  int events = epoll_create1(0);
  for (int i = 0; i < 2 * tunnels; i++) {
    streams[i] = stream_of(i, 0);
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };
    epoll_ctl(events, EPOLL_CTL_ADD, fds[i], &event);
    if (i % 2 == 0) write_all(fds[i], bytes, seal_message(&streams[i], bytes));
  }
  for (long came = 0; came < messages;) {
    struct epoll_event ready[64];
    int count = epoll_wait(events, ready, 64, -1);
    for (int e = 0; e < count; e++) {
      int i = ready[e].data.u32;
      ssize_t n = read(fds[i], bytes, sizeof bytes);
      if (n <= 0) errx(1, "messages ended early");
      if ((had[i] += n) < size) continue;
      had[i] -= size;
      came++;
      write_all(fds[i], bytes, seal_message(&streams[i], bytes));
    }
  }
  for (int i = 0; i < 2 * tunnels; i++) shutdown(fds[i], SHUT_RDWR);
}

// What a server of secret-handshake computes for one client; errors do not matter, the work is the same.
static void shake_hands(int count, int listener) {
  unsigned char secret[32], public[32], theirs[32], shared[32], signing[64], long_term[32], curve[32], hash[64];
  unsigned char mac[32], box[112 + 16], plain[112], signature[64], nonce[24] = { 0 };
  crypto_sign_keypair(long_term, signing);
  crypto_sign_ed25519_sk_to_curve25519(curve, signing);
  randombytes_buf(theirs, 32);
  crypto_scalarmult_base(theirs, theirs);
  crypto_sign_detached(signature, NULL, hash, 64, signing);
  crypto_secretbox_easy(box, plain, sizeof plain, nonce, hash);
  for (int i = 0; i < count; i++) {
    unsigned char hello[64], client_auth[112];
    int fd = accept(listener, NULL, NULL);
    if (read(fd, hello, 64) != 64) errx(1, "hello");
    crypto_auth(mac, hello + 32, 32, hash);
    randombytes_buf(secret, 32);
    crypto_scalarmult_base(public, secret);
    (void) !crypto_scalarmult(shared, secret, theirs);
    (void) !crypto_scalarmult(shared, curve, theirs);
    crypto_auth(mac, public, 32, hash);
    write_all(fd, hello, 64);
    if (read(fd, client_auth, 112) != 112) errx(1, "client auth");
    crypto_hash_sha256(hash, box, 96);
    (void) !crypto_secretbox_open_easy(plain, box, sizeof box - 16, nonce, hash);
    (void) !crypto_sign_verify_detached(signature, hash, 64, long_term);
    (void) !crypto_sign_ed25519_pk_to_curve25519(public, long_term);
    (void) !crypto_scalarmult(shared, secret, public);
    crypto_sign_detached(signature, NULL, hash, 64, signing);
    crypto_secretbox_easy(box, plain, 80, nonce, hash);
    for (int k = 0; k < 4; k++) crypto_hash_sha256(hash, box, 64);
    write_all(fd, box, 80);
    (void) !read(fd, hello, 1);
    close(fd);
  }
}

static void ask_for_handshakes(int count, in_port_t port) {
  unsigned char bytes[112] = { 0 };
  for (int i = 0; i < count; i++) {
    int fd = dial(port);
    write_all(fd, bytes, 64);
    if (recv(fd, bytes, 64, MSG_WAITALL) != 64) errx(1, "answer");
    write_all(fd, bytes, 112);
    if (recv(fd, bytes, 80, MSG_WAITALL) != 80) errx(1, "accept");
    close(fd);
  }
}

int main(int argc, char **argv) {
  if (argc < 3 || sodium_init() < 0) errx(2, "bulk TUNNELS MEGABYTES | messages TUNNELS MESSAGES | handshakes COUNT");
  int bulk = !strcmp(argv[1], "bulk"), handshakes = !strcmp(argv[1], "handshakes"), number = atoi(argv[2]);
  if (number < 1 || (!handshakes && (argc < 4 || number > MOST))) errx(2, "%s", argv[2]);
  in_port_t port;
  int listener = listen_somewhere(&port);
  pid_t child = fork();
  if (child == 0) {
    if (handshakes) shake_hands(number, listener);
    else relay(listener, 2 * number);
    exit(0);
  }
  if (handshakes) {
    ask_for_handshakes(number, port);
  } else {
    // One after the other, so that the relay knows who belongs together.
    for (int i = 0; i < 2 * number; i++) fds[i] = dial(port);
    if (bulk) {
      static pthread_t threads[2 * MOST];
      megabytes = atol(argv[3]) / number;
      for (int i = 0; i < 2 * number; i++)
        pthread_create(&threads[i], NULL, i % 2 ? take_bulk : send_bulk, (void *) (intptr_t) i);
      for (int i = 0; i < 2 * number; i++) pthread_join(threads[i], NULL);
      megabytes *= number;
    } else {
      messages = atol(argv[3]);
      to_and_fro(number);
    }
  }
  for (int i = 0; !handshakes && i < 2 * number; i++) close(fds[i]);
  struct rusage use;
  int status;
  wait4(child, &status, 0, &use);
  if (status != 0) errx(1, "the relay failed");
  double busy = processor_seconds(&use);
  if (bulk) printf("bulk, %d tunnels: %.2f CPU s per GB\n", number, busy / (megabytes / 1000.0));
  else if (handshakes) printf("handshakes per CPU s: %.0f\n", number / busy);
  else printf("messages, %d tunnels: %.0f per CPU s\n", number, messages / busy);
}
