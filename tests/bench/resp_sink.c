// resp_sink SOCKET BYTES VALUE: the least that a server of SET can do. It takes each body off the socket straight into memory that is there already, and says OK. It keeps
// no keys and checks nothing: what it spends is what the kernel spends on the bytes, and no server that receives them can spend less.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#define HEAD 4096

struct client {
  int fd;
  size_t have;  // bytes in head
  size_t left;  // bytes of the body that are still to come, with its line end
  char *into;
  char head[HEAD];
};

static char *memory;
static size_t bytes, value, next_slot;

static char *slot(void) {
  char *at = memory + next_slot;
  next_slot = (next_slot + 2 * value + 4096 > bytes) ? 0 : next_slot + value;
  return at;
}

// One command that begins at head: 1 when its body begins, 0 when more bytes are needed. Replies to commands without a body.
static int parse(struct client *c) {
  c->head[c->have] = 0;
  char *at = c->head;
  int arguments = 0, used = 0;
  if (c->have < 4 || sscanf(at, "*%d\r\n%n", &arguments, &used) != 1 || used == 0) return 0;
  at += used;
  for (int i = 0; i < arguments; i++) {
    int length = 0;
    used = 0;
    if (sscanf(at, "$%d%n", &length, &used) != 1 || at[used] != '\r' || at[used + 1] != '\n') return 0;
    at += used + 2;
    size_t rest = c->have - (at - c->head);
    if (length > HEAD / 2) {
      c->into = slot();
      size_t first = rest < (size_t)length + 2 ? rest : (size_t)length + 2;
      memcpy(c->into, at, first);
      c->into += first;
      c->left = length + 2 - first;
      memmove(c->head, at + first, rest - first);
      c->have = rest - first;
      return 1;
    }
    if (rest < (size_t)length + 2) return 0;
    at += length + 2;
  }
  size_t rest = c->have - (at - c->head);
  memmove(c->head, at, rest);
  c->have = rest;
  if (write(c->fd, "*0\r\n", 4) != 4) exit(1);
  return 0;
}

static int serve(struct client *c) {
  for (;;) {
    ssize_t got;
    size_t wanted;
    if (c->left > 0) {
      // The body, and the head of the next command behind it.
      struct iovec parts[2] = {{c->into, c->left}, {c->head, HEAD - 1}};
      struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
      wanted = c->left + HEAD - 1;
      got = recvmsg(c->fd, &message, MSG_DONTWAIT);
      if (got > 0) {
        size_t body = (size_t)got < c->left ? (size_t)got : c->left;
        c->into += body;
        c->left -= body;
        c->have = got - body;
        if (c->left == 0 && write(c->fd, "+OK\r\n", 5) != 5) exit(1);
      }
    } else {
      wanted = HEAD - 1 - c->have;
      got = recv(c->fd, c->head + c->have, wanted, MSG_DONTWAIT);
      if (got > 0) c->have += got;
    }
    if (got == 0) return 0;
    if (got < 0) return 1;
    while (c->left == 0 && c->have > 0 && parse(c)) {
      if (c->left == 0 && write(c->fd, "+OK\r\n", 5) != 5) exit(1);
    }
    if ((size_t)got < wanted) return 1;
  }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  bytes = strtoull(arguments[2], 0, 10);
  value = strtoull(arguments[3], 0, 10);
  memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  madvise(memory, bytes, MADV_HUGEPAGE);
  memset(memory, 1, bytes);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0), poll = epoll_create1(0);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, arguments[1], sizeof address.sun_path - 1);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128)) return 1;
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, -1);
    for (int i = 0; i < ready; i++) {
      struct client *c = events[i].data.ptr;
      if (c == 0) {
        c = calloc(1, sizeof *c);
        c->fd = accept4(listener, 0, 0, SOCK_CLOEXEC);
        event.data.ptr = c;
        epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &event);
      } else if (!serve(c)) {
        close(c->fd);
        free(c);
      }
    }
  }
}
