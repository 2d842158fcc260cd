/*
 * The plain way to walk and to clear a tree of cache files, to compare the sweeper with: one thread, getdents64, statx or unlinkat.
 *
 *   sweep make DIRECTORY FILES FIRST SECOND    FILES files as an engine lays them out, over FIRST x SECOND directories
 *   sweep link DIRECTORY FILES FIRST SECOND    the same names, but 60,000 of them share one file: names cost less than inodes
 *   sweep scan DIRECTORY                       reads every name and asks about every file
 *   sweep unlink DIRECTORY                     removes every file, and leaves the directories
 *
 * Prints the number of files, the seconds it took, and the processor time of it.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static long files;
static uint64_t blocks;
static int removing;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void walk(int directory)
{
    char *buffer = malloc(65536);
    for (;;) {
        ssize_t length = getdents64(directory, buffer, 65536);
        if (length < 0)
            fail("getdents64");
        if (length == 0)
            break;
        for (ssize_t position = 0; position < length;) {
            struct dirent64 *entry = (struct dirent64 *)(buffer + position);
            position += entry->d_reclen;
            if (entry->d_type == DT_DIR) {
                if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                    continue;
                int child = openat(directory, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
                if (child < 0)
                    fail(entry->d_name);
                walk(child);
                close(child);
                continue;
            }
            if (removing) {
                if (unlinkat(directory, entry->d_name, 0) < 0)
                    fail(entry->d_name);
            } else {
                struct statx facts;
                if (statx(directory, entry->d_name, AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO | STATX_BLOCKS | STATX_ATIME | STATX_MTIME, &facts) < 0)
                    fail(entry->d_name);
                blocks += facts.stx_blocks;
            }
            files++;
        }
    }
    free(buffer);
}

static uint64_t next(uint64_t *state)
{
    uint64_t value = *state += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

static void make(const char *root, long count, int first, int second, int linked)
{
    char path[PATH_MAX], source[2 * PATH_MAX];
    uint64_t state = 1;
    long each = (count + (long)first * second - 1) / ((long)first * second);
    mkdir(root, 0755);
    snprintf(path, sizeof path, "%s/model_0123456789ab_r0", root);
    if (mkdir(path, 0755) < 0)
        fail(path);
    int top = open(path, O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < first; i++) {
        for (int j = 0; j < second && files < count; j++) {
            snprintf(path, sizeof path, "%03x", i);
            if (j == 0 && mkdirat(top, path, 0755) < 0)
                fail(path);
            snprintf(path, sizeof path, "%03x/%02x_g0", i, j);
            if (mkdirat(top, path, 0755) < 0)
                fail(path);
            int leaf = openat(top, path, O_RDONLY | O_DIRECTORY);
            for (long k = 0; k < each && files < count; k++) {
                snprintf(path, sizeof path, "%03x%02x%016lx%016lx%016lx%011lx.bin", i, j, next(&state), next(&state), next(&state), next(&state) >> 20);
                if (linked && files % 60000 != 0) {
                    if (linkat(top, source, leaf, path, 0) < 0)
                        fail("linkat");
                } else {
                    int file = openat(leaf, path, O_CREAT | O_EXCL | O_WRONLY, 0644);
                    if (file < 0)
                        fail(path);
                    close(file);
                    snprintf(source, sizeof source, "%03x/%02x_g0/%s", i, j, path);
                }
                files++;
            }
            close(leaf);
        }
    }
}

int main(int count, char **arguments)
{
    if (count < 3)
        return 2;
    double start = now(CLOCK_MONOTONIC);
    if (strcmp(arguments[1], "make") == 0 || strcmp(arguments[1], "link") == 0) {
        make(arguments[2], atol(arguments[3]), atoi(arguments[4]), atoi(arguments[5]), arguments[1][0] == 'l');
    } else {
        removing = strcmp(arguments[1], "unlink") == 0;
        int root = open(arguments[2], O_RDONLY | O_DIRECTORY);
        if (root < 0)
            fail(arguments[2]);
        walk(root);
    }
    printf("%ld %.6f %.6f\n", files, now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID));
    return 0;
}
