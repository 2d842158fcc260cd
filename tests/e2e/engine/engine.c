/* A stand-in for an inference engine: maps a pool's memory through the volume socket and does one thing with it.
 *
 *   engine write SEED     fills every page with words that follow from SEED, then stays, unmapping what is revoked
 *   engine verify SEED    checks them; exit 1 and the first wrong offset when they differ
 *   engine keep           maps, then ignores every revocation: a tenant that never lets go
 *   engine truncate       tries to cut a memory file short; prints the kernel's answer
 *   engine punch          punches a hole of 64 MiB into the first extent
 *   engine flood          sends packets that no protocol knows until it is thrown out
 *
 * Static, so that it runs in an image that holds nothing else. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_EXTENTS = 1024, MAX_FDS = 64, PACKET = 65536, PAGE = 4096 };

struct extent { char id[128]; int fd; unsigned char *memory; size_t bytes; };

static struct extent extents[MAX_EXTENTS];
static int extent_count;
static const char *socket_path = "/kvfleet/kvfleet.sock";

static int connect_socket(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    strncpy(address.sun_path, socket_path, sizeof address.sun_path - 1);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        printf("CONNECT %s\n", strerror(errno));
        exit(3);
    }
    return fd;
}

static void send_text(int fd, const char *text)
{
    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0) {
        printf("SEND %s\n", strerror(errno));
        exit(4);
    }
}

/* One packet; descriptors that came along go to fds. Returns the length, 0 at the end of the connection. */
static ssize_t receive(int fd, char *packet, int *fds, int *fd_count)
{
    union { char bytes[CMSG_SPACE(sizeof(int) * MAX_FDS)]; struct cmsghdr align; } control;
    struct iovec data = { packet, PACKET - 1 };
    struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
    ssize_t length = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    *fd_count = 0;
    if (length <= 0)
        return 0;
    packet[length] = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            *fd_count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(fds, CMSG_DATA(header), *fd_count * sizeof(int));
        }
    return length;
}

/* Ids stand in the order of the descriptors. */
static void map_extents(const char *packet, const int *fds, int fd_count)
{
    const char *at = packet;
    for (int index = 0; index < fd_count && extent_count < MAX_EXTENTS; index++) {
        struct extent *extent = &extents[extent_count];
        struct stat status;
        at = strstr(at, "\"id\":\"");
        if (!at || fstat(fds[index], &status) != 0)
            break;
        at += 6;
        snprintf(extent->id, sizeof extent->id, "%.*s", (int)strcspn(at, "\""), at);
        extent->fd = fds[index];
        extent->bytes = status.st_size;
        extent->memory = mmap(NULL, extent->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, extent->fd, 0);
        if (extent->memory == MAP_FAILED) {
            printf("MMAP %s\n", strerror(errno));
            exit(5);
        }
        extent_count++;
    }
}

static uint64_t word(uint64_t seed, int extent, size_t offset) { return (seed << 48) ^ ((uint64_t)extent << 40) ^ offset; }

static size_t total(void)
{
    size_t sum = 0;
    for (int index = 0; index < extent_count; index++)
        sum += extents[index].bytes;
    return sum;
}

static void write_pattern(uint64_t seed)
{
    for (int index = 0; index < extent_count; index++)
        for (size_t offset = 0; offset < extents[index].bytes; offset += PAGE)
            *(volatile uint64_t *)(extents[index].memory + offset) = word(seed, index, offset);
    printf("WROTE %zu\n", total());
}

static void verify_pattern(uint64_t seed)
{
    for (int index = 0; index < extent_count; index++)
        for (size_t offset = 0; offset < extents[index].bytes; offset += PAGE)
            if (*(volatile uint64_t *)(extents[index].memory + offset) != word(seed, index, offset)) {
                printf("MISMATCH extent %d offset %zu\n", index, offset);
                exit(1);
            }
    printf("VERIFIED %zu\n", total());
    exit(0);
}

static void let_go(int fd, const char *packet)
{
    for (int index = 0; index < extent_count; index++) {
        struct extent *extent = &extents[index];
        char answer[256];
        if (!extent->memory || !strstr(packet, extent->id))
            continue;
        munmap(extent->memory, extent->bytes);
        close(extent->fd);
        extent->memory = NULL;
        snprintf(answer, sizeof answer, "{\"type\":\"unmapped\",\"ids\":[\"%.127s\"]}", extent->id);
        send_text(fd, answer);
        printf("UNMAPPED %s\n", extent->id);
    }
}

static void flood(int fd)
{
    for (int count = 0; count < 100000; count++)
        if (send(fd, "{\"type\":\"nonsense\"}", 19, MSG_NOSIGNAL) < 0) {
            printf("THROWN OUT after %d packets\n", count);
            exit(0);
        }
    printf("STILL CONNECTED\n");
    exit(1);
}

int main(int argc, char **argv)
{
    static char packet[PACKET];
    int fds[MAX_FDS], fd_count, fd;
    const char *action = argc > 1 ? argv[1] : "";
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;

    setvbuf(stdout, NULL, _IOLBF, 0);
    fd = connect_socket();
    if (strcmp(action, "flood") == 0)
        flood(fd);
    send_text(fd, "{\"type\":\"hello\",\"protocol\":1,\"client\":\"e2e-engine\"}");
    if (!receive(fd, packet, fds, &fd_count) || !strstr(packet, "\"welcome\"")) {
        printf("REFUSED %s\n", packet);
        return 2;
    }
    send_text(fd, "{\"type\":\"map\"}");
    if (!receive(fd, packet, fds, &fd_count)) {
        printf("CLOSED before any extent\n");
        return 2;
    }
    map_extents(packet, fds, fd_count);
    printf("MAPPED %zu in %d\n", total(), extent_count);

    if (strcmp(action, "write") == 0)
        write_pattern(seed);
    else if (strcmp(action, "verify") == 0)
        verify_pattern(seed);
    else if (strcmp(action, "truncate") == 0) {
        printf("TRUNCATE %s\n", ftruncate(extents[0].fd, PAGE) == 0 ? "done" : strerror(errno));
        return 0;
    } else if (strcmp(action, "punch") == 0) {
        printf("PUNCH %s\n", fallocate(extents[0].fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 64 << 20) == 0 ? "done" : strerror(errno));
        return 0;
    }

    /* Stays until it is killed: the mapping must outlive the agent. */
    while (receive(fd, packet, fds, &fd_count)) {
        if (fd_count > 0)
            map_extents(packet, fds, fd_count);
        if (strstr(packet, "\"revoke\"") && strcmp(action, "keep") != 0)
            let_go(fd, packet);
    }
    printf("AGENT GONE\n");
    pause();
    return 0;
}
