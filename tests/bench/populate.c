/*
 * The plain way to fill host memory, to compare the holder with: a memfd whose pages are made by MAP_POPULATE, each thread mapping its
 * own range. Prints the seconds from memfd_create until every thread is done.
 *
 *   populate BYTES THREADS
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct range {
    pthread_t thread;
    int file;
    off_t offset;
    size_t bytes;
};

static void *populate(void *argument)
{
    struct range *range = argument;
    void *address = mmap(NULL, range->bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, range->file, range->offset);
    if (address == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return address;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 64;
    size_t bytes = strtoull(arguments[1], NULL, 10);
    int threads = atoi(arguments[2]);
    size_t page = sysconf(_SC_PAGESIZE);
    size_t part = (bytes / threads + page - 1) / page * page;
    struct range ranges[256] = {{0}};
    if (threads < 1 || threads > 256)
        return 64;

    double started = now();
    int file = memfd_create("plain", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, bytes) != 0) {
        perror("memfd");
        return 1;
    }
    for (int index = 0; index < threads; index++) {
        struct range *range = &ranges[index];
        range->file = file;
        range->offset = (off_t)part * index;
        range->bytes = index == threads - 1 ? bytes - part * index : part;
        if (pthread_create(&range->thread, NULL, populate, range) != 0) {
            perror("pthread_create");
            return 1;
        }
    }
    for (int index = 0; index < threads; index++)
        pthread_join(ranges[index].thread, NULL);
    printf("%.6f\n", now() - started);
    return 0;
}
