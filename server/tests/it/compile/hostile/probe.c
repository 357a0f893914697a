/* What hostile code tries from inside of a build, one word each. It prints a line for each thing tried, GOT or REFUSED first, and says nothing else.
 * The same program runs outside, where it must succeed, so that no test passes because the probe is broken. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#define MIB (1L << 20)

static void told(const char *what, long result) {
    if (result >= 0) printf("GOT %s\n", what);
    else printf("REFUSED %s %s\n", what, strerrorname_np(errno));
    fflush(stdout);
}

/* An address of this machine. */
static void try_connect(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    told("connection", s < 0 ? s : connect(s, (void *)&to, sizeof to));
}

/* A socket and a pair of sockets of each family, of every type. */
static void try_families(void) {
    int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET};
    for (int family = 0; family < 64; family++)
        for (int type = 0; type < 5; type++) {
            int pair[2], s = socket(family, types[type], 0);
            if (s >= 0) close(s), printf("GOT socket %d\n", family);
            else if (errno != EPERM) printf("SEEN socket %d %s\n", family, strerrorname_np(errno));
            s = socketpair(family, types[type], 0, pair);
            if (s == 0) close(pair[0]), close(pair[1]), printf("GOT pair %d\n", family);
            else if (errno != EPERM) printf("SEEN pair %d %s\n", family, strerrorname_np(errno));
        }
    puts("TRIED families");
}

/* Every system call by its number, with arguments that no call can use, in a process of its own each. What comes through is printed; "no such call" and
 * "not permitted" are what the filter answers. */
static void try_calls(long from, long to) {
    for (long number = from; number < to; number++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            freopen("/dev/null", "w", stdout);
            alarm(1);
            errno = 0;
            long result = syscall(number, -1L, -1L, -1L, -1L, -1L, -1L);
            _exit(result == -1 && (errno == ENOSYS || errno == EPERM) ? errno : 100);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == ENOSYS) continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == EPERM) printf("FORBIDDEN %ld\n", number);
        else printf("THROUGH %ld\n", number);
    }
    puts("TRIED calls");
}

/* What a build could learn of the machine. */
static void show(const char *path, const char *word) {
    char text[1 << 16];
    int file = open(path, O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (length < 0) return;
    for (ssize_t at = 0; at < length; at++) if (text[at] == 0) text[at] = '\n';
    text[length] = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) printf("%s %s\n", word, line);
}

static void try_processes(void) {
    DIR *folder = opendir("/proc");
    char path[300];
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
        printf("PROCESS %s\n", entry->d_name);
        snprintf(path, sizeof path, "/proc/%s/environ", entry->d_name), show(path, "ENVIRON");
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name), show(path, "ARGUMENT");
        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name), show(path, "NAME");
        snprintf(path, sizeof path, "/proc/%s/mountinfo", entry->d_name), show(path, "MOUNT");
        snprintf(path, sizeof path, "/proc/%s/cgroup", entry->d_name), show(path, "CGROUP");
    }
    show("/proc/net/dev", "DEVICE");
    show("/proc/self/status", "STATUS");
}

/* Everything that is below a folder, by its path. */
static void walk(const char *path, int depth) {
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char below[4096];
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        snprintf(below, sizeof below, "%s/%s", strcmp(path, "/") ? path : "", entry->d_name);
        printf("PATH %s\n", below);
        if (depth > 0 && entry->d_type == DT_DIR) walk(below, depth - 1);
    }
    closedir(folder);
}

static void try_tree(void) {
    const char *tops[] = {"/bin", "/boot", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/root", "/run", "/sbin", "/srv", "/sys", "/usr", "/var"};
    told("/", open("/", O_RDONLY | O_DIRECTORY));
    for (size_t each = 0; each < sizeof tops / sizeof *tops; each++) {
        if (!access(tops[each], F_OK)) printf("TOP %s\n", tops[each]);
        walk(tops[each], 3);
    }
    puts("TRIED tree");
}

/* Links to what is outside, read and written through. */
static void try_links(void) {
    const char *targets[] = {"/etc/passwd", "/root", "../../../../etc/shadow", "/proc/1/root/etc/passwd", "/proc/self/root/../etc/passwd", "/dev/mem"};
    for (size_t each = 0; each < sizeof targets / sizeof *targets; each++) {
        unlink("leads"), symlink(targets[each], "leads");
        told(targets[each], open("leads", O_RDONLY));
    }
    unlink("leads"), symlink("/usr/bin/sh", "leads");
    told("program", open("leads", O_RDONLY));
    told("write", open("leads", O_WRONLY));
    told("hard", link("/usr/bin/sh", "hard"));
}

/* A file in each folder. */
static void try_writing(void) {
    const char *folders[] = {"/", "/usr", "/usr/bin", "/toolchain", "/toolchain/dotnet", "/toolchain/references", "/dev", "/dev/shm",
                             "/proc/sys/kernel", "/proc/self", "/Source/tmp"};
    for (size_t each = 0; each < sizeof folders / sizeof *folders; each++) {
        char path[200];
        snprintf(path, sizeof path, "%s/hostile", folders[each]);
        told(folders[each], open(path, O_CREAT | O_WRONLY, 0600));
    }
    told("/proc/self/oom_score_adj", open("/proc/self/oom_score_adj", O_WRONLY));
}

static void try_devices(void) {
    const char *paths[] = {"/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/sda", "/dev/vda", "/dev/net/tun", "/dev/loop0", "/dev/console"};
    for (size_t each = 0; each < sizeof paths / sizeof *paths; each++) told(paths[each], open(paths[each], O_RDWR));
    told("device", mknod("device", S_IFCHR | 0600, 0x0101));
    told("pipe", mknod("named", S_IFIFO | 0600, 0));
    told("proc", open("/proc/sysrq-trigger", O_WRONLY));
    told("core", open("/proc/sys/kernel/core_pattern", O_WRONLY));
    told("users", open("/proc/sys/user/max_user_namespaces", O_WRONLY));
    told("kcore", open("/proc/kcore", O_RDONLY));
    told("kmsg", open("/proc/kmsg", O_RDONLY));
    told("null", open("/dev/null", O_RDWR));
}

static void try_rights(void) {
    told("namespace", unshare(CLONE_NEWUSER));
    told("mounts", unshare(CLONE_NEWNS));
    told("mount", mount("none", "/Source/tmp", "tmpfs", 0, ""));
    told("root", chroot("/"));
    told("user", setuid(0));
    told("trace", ptrace(PTRACE_ATTACH, 1, 0, 0));
    told("typing", ioctl(0, TIOCSTI, "x"));
    told("priority", setpriority(PRIO_PROCESS, 0, -5));
    printf("USER %d\n", getuid());
}

/* Memory in each form, until so much is had or the system gives no more; then it waits, to be ended. */
static void take(const char *form, long mib) {
    long had = 0, piece = MIB;
    char *zeros = calloc(1, piece);
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most), most.rlim_cur = most.rlim_max, setrlimit(RLIMIT_NOFILE, &most);
    while (had < mib * MIB) {
        long got = -1;
        if (!strcmp(form, "heap")) {
            char *memory = malloc(piece);
            if (memory) memset(memory, 1, piece), got = piece;
        } else if (!strcmp(form, "memfd")) {
            int file = memfd_create("x", 0);
            if (file >= 0) got = write(file, zeros, piece);
        } else if (!strcmp(form, "secret")) {
            int file = syscall(SYS_memfd_secret, 0);
            if (file >= 0 && !ftruncate(file, piece)) memset(mmap(0, piece, PROT_WRITE, MAP_SHARED, file, 0), 1, piece), got = piece;
        } else if (!strcmp(form, "segment")) {
            int id = shmget(IPC_PRIVATE, piece, 0600);
            char *memory = id < 0 ? (void *)-1 : shmat(id, 0, 0);
            if (memory != (void *)-1) memset(memory, 1, piece), shmdt(memory), got = piece;
        } else if (!strcmp(form, "queue")) {
            int id = msgget(IPC_PRIVATE, 0600);
            struct { long type; char text[8000]; } message = {.type = 1};
            while (id >= 0 && !msgsnd(id, &message, sizeof message.text, IPC_NOWAIT)) got = (got < 0 ? 0 : got) + sizeof message.text;
        } else if (!strcmp(form, "semaphores")) {
            if (semget(IPC_PRIVATE, 100, 0600) >= 0) got = 6400;
        } else if (!strcmp(form, "shared")) {
            char *memory = mmap(0, piece, PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            if (memory != MAP_FAILED) memset(memory, 1, piece), munmap(memory, 0), got = piece;
        } else if (!strcmp(form, "sockets")) {
            int pair[2], size = 1 << 30;
            if (!socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) {
                got = 0;
                setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
                for (ssize_t sent; (sent = send(pair[0], zeros, 1 << 16, MSG_DONTWAIT)) > 0;) got += sent;
            }
        } else if (!strcmp(form, "pipes")) {
            int pair[2];
            if (!pipe2(pair, O_NONBLOCK)) {
                got = 0;
                fcntl(pair[1], F_SETPIPE_SZ, 1 << 20);
                for (ssize_t sent; (sent = write(pair[1], zeros, 1 << 16)) > 0;) got += sent;
            }
        } else if (!strcmp(form, "files")) {
            static int file = -1;
            if (file < 0) file = open("/Source/tmp/large", O_CREAT | O_WRONLY, 0600);
            got = write(file, zeros, piece);
        } else if (!strcmp(form, "tables") && fork() == 0) {
            /* Reading one byte in each 2 MiB needs a page of tables each, and no page of memory: there is one page of zeros for all. */
            long size = 6L << 30, sum = 0;
            volatile char *memory = mmap(0, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            for (long at = 0; memory != MAP_FAILED && at < size; at += 2 * MIB) sum += memory[at];
            sleep(8);
            _exit(sum != 0);
        } else if (!strcmp(form, "tables")) {
            got = 12 * MIB, usleep(20000);
        }
        if (got < 0) {
            printf("REFUSED %s %s after %ld MiB\n", form, strerrorname_np(errno), had / MIB);
            fflush(stdout);
            break;
        }
        had += got;
    }
    printf("HAD %s %ld\n", form, had / MIB);
    fflush(stdout);
    free(zeros);
    if (had > 0) sleep(8);
}

/* Processor time in children that nobody waits for. */
static void burn_ignored(int seconds) {
    signal(SIGCHLD, SIG_IGN);
    time_t end = time(NULL) + seconds;
    while (time(NULL) < end) {
        if (fork() == 0) {
            while (clock() < CLOCKS_PER_SEC / 4);
            _exit(0);
        }
        usleep(250000);
    }
}

static void *idle(void *unused) {
    pause();
    return unused;
}

static void many_threads(int count) {
    pthread_t thread;
    pthread_attr_t small;
    pthread_attr_init(&small), pthread_attr_setstacksize(&small, 1 << 16);
    for (int each = 0; each < count; each++) {
        int failed = pthread_create(&thread, &small, idle, NULL);
        if (failed) {
            errno = failed;
            told("thread", -1);
            break;
        }
    }
    puts("TRIED threads"), fflush(stdout);
    sleep(2);
}

static void many_files(int count) {
    char name[32];
    for (int each = 0; each < count; each++) {
        snprintf(name, sizeof name, "f%d", each);
        int file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0) break;
        close(file);
    }
    sleep(8);
}

static void bomb(void) {
    for (;;) fork();
}

int main(int count, char **words) {
    const char *word = count > 1 ? words[1] : "";
    long number = count > 2 ? atol(words[2]) : 0, last = count > 3 ? atol(words[3]) : 0;
    if (!strcmp(word, "connect")) try_connect(number);
    else if (!strcmp(word, "families")) try_families();
    else if (!strcmp(word, "calls")) try_calls(number, last);
    else if (!strcmp(word, "processes")) try_processes();
    else if (!strcmp(word, "landlock")) told("landlock", syscall(SYS_landlock_create_ruleset, NULL, 0, 1));
    else if (!strcmp(word, "tree")) try_tree();
    else if (!strcmp(word, "links")) try_links();
    else if (!strcmp(word, "writing")) try_writing();
    else if (!strcmp(word, "devices")) try_devices();
    else if (!strcmp(word, "rights")) try_rights();
    else if (!strcmp(word, "take") && count > 3) take(words[2], last);
    else if (!strcmp(word, "ignored")) burn_ignored(number);
    else if (!strcmp(word, "threads")) many_threads(number);
    else if (!strcmp(word, "many")) many_files(number);
    else if (!strcmp(word, "bomb")) bomb();
    else return 2;
    fflush(stdout);
    return 0;
}
