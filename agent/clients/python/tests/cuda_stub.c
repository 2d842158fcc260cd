/* The CUDA driver's calls that registration uses, without a device: refuses what KVFLEET_STUB names and what no driver takes. */
#include <stdlib.h>
#include <stddef.h>
#include <string.h>

#define SLOTS 64
static struct { char *at; size_t size; } held[SLOTS];

static int told(const char *what) {
    const char *fault = getenv("KVFLEET_STUB");
    return fault != NULL && strcmp(fault, what) == 0;
}

int cuInit(unsigned flags) { return told("no-device") ? 100 : flags == 0 ? 0 : 1; }
int cuDevicePrimaryCtxRetain(void **context, int device) { *context = held; return device == 0 ? 0 : 101; }
int cuCtxSetCurrent(void *context) { return context == held ? 0 : 201; }

int cuMemHostRegister_v2(void *address, size_t size, unsigned flags) {
    if (told("no-memory")) return 2;
    if (size == 0 || flags != 1) return 1;
    for (int i = 0; i < SLOTS; i++)
        if (held[i].size && held[i].at < (char *)address + size && (char *)address < held[i].at + held[i].size) return 712;
    for (int i = 0; i < SLOTS; i++)
        if (!held[i].size) { held[i].at = address; held[i].size = size; return 0; }
    return 2;
}

int cuMemHostUnregister(void *address) {
    for (int i = 0; i < SLOTS; i++)
        if (held[i].size && held[i].at == address) { held[i].size = 0; return 0; }
    return 713;
}

int cuGetErrorName(int code, const char **name) {
    *name = code == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : code == 100 ? "CUDA_ERROR_NO_DEVICE" : code == 101 ? "CUDA_ERROR_INVALID_DEVICE" : "CUDA_ERROR_OTHER";
    return 0;
}
