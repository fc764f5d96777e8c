/* A libnvidia-ml.so.1 without GPUs behind it, read by the real pynvml.
 *
 * What it says is set in the environment, which is read anew at every call:
 *   FAKE_NVML_INIT         error code of nvmlInit
 *   FAKE_NVML_GPUS         number of GPUs (4)
 *   FAKE_NVML_LOST         indices of GPUs that have fallen off the bus, "1,2"
 *   FAKE_NVML_MIG          indices of GPUs that are divided and report no utilisation
 *   FAKE_NVML_UNSUPPORTED  what no GPU reports: "power,temperature,clock,throttle,memory,utilisation,processes"
 *   FAKE_NVML_PROCESSES    "gpu:pid:bytes,…" that compute; no bytes: not available
 *   FAKE_NVML_DRAWING      the same, of processes that draw
 * Compiled with -DOLD_DRIVER it lacks what came with version 510.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUCCESS 0
#define UNINITIALIZED 1
#define INVALID_ARGUMENT 2
#define NOT_SUPPORTED 3
#define NOT_FOUND 6
#define INSUFFICIENT_SIZE 7
#define GPU_IS_LOST 15
#define MOST_GPUS 16
#define GIB (1024ULL * 1024 * 1024)

typedef struct { int index; } Gpu;
typedef struct { unsigned gpu, memory; } Utilisation;
typedef struct { unsigned long long total, free, used; } Memory;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } Memory2;
typedef struct { unsigned pid; unsigned long long bytes; unsigned gpu_instance, compute_instance; } Process;

static Gpu gpus[MOST_GPUS];
static int num_open, num_handles;

int fake_nvml_num_open(void) { return num_open; }
int fake_nvml_num_handles(void) { return num_handles; }

static int listed(const char *variable, const char *word) {
    const char *list = getenv(variable);
    size_t length = strlen(word);
    while (list && *list) {
        size_t here = strcspn(list, ",");
        if (here == length && strncmp(list, word, length) == 0) return 1;
        list += here + (list[here] == ',');
    }
    return 0;
}

static int gpu_listed(const char *variable, const Gpu *gpu) {
    char word[12];
    snprintf(word, sizeof word, "%d", gpu->index);
    return listed(variable, word);
}

static int count(void) {
    const char *text = getenv("FAKE_NVML_GPUS");
    return text && *text ? atoi(text) : 4;
}

static int ready(const Gpu *gpu, const char *what) {
    if (!num_open) return UNINITIALIZED;
    if (gpu_listed("FAKE_NVML_LOST", gpu)) return GPU_IS_LOST;
    return listed("FAKE_NVML_UNSUPPORTED", what) ? NOT_SUPPORTED : SUCCESS;
}

int nvmlInitWithFlags(unsigned flags) {
    const char *code = getenv("FAKE_NVML_INIT");
    if (code && *code) return atoi(code);
    num_open++;
    return SUCCESS;
}
int nvmlInit_v2(void) { return nvmlInitWithFlags(0); }
int nvmlInit(void) { return nvmlInitWithFlags(0); }

int nvmlShutdown(void) {
    if (!num_open) return UNINITIALIZED;
    num_open--;
    return SUCCESS;
}

const char *nvmlErrorString(int code) {
    switch (code) {
    case NOT_SUPPORTED: return "Not Supported";
    case GPU_IS_LOST: return "GPU is lost";
    default: return "Unknown Error";
    }
}

int nvmlDeviceGetCount_v2(unsigned *found) {
    if (!num_open) return UNINITIALIZED;
    *found = count();
    return SUCCESS;
}
int nvmlDeviceGetCount(unsigned *found) { return nvmlDeviceGetCount_v2(found); }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Gpu **handle) {
    if ((int)index >= count() || index >= MOST_GPUS) return INVALID_ARGUMENT;
    gpus[index].index = index;
    num_handles++;
    *handle = &gpus[index];
    return ready(*handle, "");
}

static void uuid_of(int index, char *text, unsigned length) {
    snprintf(text, length, "GPU-fa4e0000-0000-4000-8000-0000000000%02x", index);
}

int nvmlDeviceGetHandleByUUID(const char *uuid, Gpu **handle) {
    for (int index = 0; index < count(); index++) {
        char own[96];
        uuid_of(index, own, sizeof own);
        if (strcmp(own, uuid) == 0) return nvmlDeviceGetHandleByIndex_v2(index, handle);
    }
    return NOT_FOUND;
}

int nvmlDeviceGetUUID(Gpu *gpu, char *text, unsigned length) {
    uuid_of(gpu->index, text, length);
    return ready(gpu, "");
}

int nvmlDeviceGetName(Gpu *gpu, char *text, unsigned length) {
    snprintf(text, length, "Fake GPU of 24 GiB");
    return ready(gpu, "");
}

int nvmlDeviceGetUtilizationRates(Gpu *gpu, Utilisation *found) {
    if (gpu_listed("FAKE_NVML_MIG", gpu)) return NOT_SUPPORTED;
    found->gpu = 10 * (gpu->index + 1);
    found->memory = 5;
    return ready(gpu, "utilisation");
}

int nvmlDeviceGetMemoryInfo(Gpu *gpu, Memory *found) {
    found->total = 24 * GIB;
    found->used = (gpu->index + 1) * GIB + GIB / 2;
    found->free = found->total - found->used;
    return ready(gpu, "memory");
}

#ifndef OLD_DRIVER
int nvmlDeviceGetMemoryInfo_v2(Gpu *gpu, Memory2 *found) {
    if (found->version != (sizeof *found | 2u << 24)) return 25;
    found->total = 24 * GIB;
    found->reserved = GIB / 2;
    found->used = (gpu->index + 1) * GIB;
    found->free = found->total - found->used - found->reserved;
    return ready(gpu, "memory");
}
#endif

int nvmlDeviceGetPowerUsage(Gpu *gpu, unsigned *milliwatts) {
    *milliwatts = 100500 + 1000 * gpu->index;
    return ready(gpu, "power");
}

#ifndef OLD_DRIVER
int nvmlDeviceGetTotalEnergyConsumption(Gpu *gpu, unsigned long long *millijoules) {
    *millijoules = 5000250 + 1000 * gpu->index;
    return ready(gpu, "energy");
}
#endif

int nvmlDeviceGetEnforcedPowerLimit(Gpu *gpu, unsigned *milliwatts) {
    *milliwatts = 300000;
    return ready(gpu, "power");
}

int nvmlDeviceGetTemperature(Gpu *gpu, int sensor, unsigned *celsius) {
    *celsius = 40 + gpu->index;
    return sensor == 0 ? ready(gpu, "temperature") : INVALID_ARGUMENT;
}

int nvmlDeviceGetClockInfo(Gpu *gpu, int which, unsigned *megahertz) {
    *megahertz = (which == 1 ? 1500 : 9000) + gpu->index;
    return which == 1 || which == 2 ? ready(gpu, "clock") : INVALID_ARGUMENT;
}

/* idle; power cap; power cap and thermal (hardware); none */
static const unsigned long long reasons[] = {0x1, 0x4, 0x4 | 0x40, 0};

int nvmlDeviceGetCurrentClocksThrottleReasons(Gpu *gpu, unsigned long long *found) {
    *found = reasons[gpu->index % 4];
    return ready(gpu, "throttle");
}
int nvmlDeviceGetCurrentClocksEventReasons(Gpu *gpu, unsigned long long *found) {
    return nvmlDeviceGetCurrentClocksThrottleReasons(gpu, found);
}

int nvmlDeviceGetMigMode(Gpu *gpu, unsigned *current, unsigned *pending) {
    *current = *pending = gpu_listed("FAKE_NVML_MIG", gpu);
    return ready(gpu, "");
}

static int list_processes(const char *variable, Gpu *gpu, unsigned *room, Process *found) {
    const char *list = getenv(variable);
    unsigned number = 0;
    int state = ready(gpu, "processes");
    if (state != SUCCESS) return state;
    while (list && *list) {
        int index = -1;
        unsigned pid = 0;
        unsigned long long bytes = ~0ULL;
        if (sscanf(list, "%d:%u:%llu", &index, &pid, &bytes) >= 2 && index == gpu->index) {
            if (found && number < *room) found[number] = (Process){pid, bytes, ~0u, ~0u};
            number++;
        }
        list += strcspn(list, ",");
        list += *list == ',';
    }
    int fits = number == 0 || (found && number <= *room);
    *room = number;
    return fits ? SUCCESS : INSUFFICIENT_SIZE;
}

int nvmlDeviceGetComputeRunningProcesses_v2(Gpu *gpu, unsigned *room, Process *found) {
    return list_processes("FAKE_NVML_PROCESSES", gpu, room, found);
}
#ifndef OLD_DRIVER
int nvmlDeviceGetComputeRunningProcesses_v3(Gpu *gpu, unsigned *room, Process *found) {
    return list_processes("FAKE_NVML_PROCESSES", gpu, room, found);
}
int nvmlDeviceGetGraphicsRunningProcesses_v3(Gpu *gpu, unsigned *room, Process *found) {
    return list_processes("FAKE_NVML_DRAWING", gpu, room, found);
}
#endif
