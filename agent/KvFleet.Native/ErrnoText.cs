namespace KvFleet.Native;

/// <summary>What an error number means where KvFleet meets it, and what a person can do about it.</summary>
internal static class ErrnoText
{
    internal static string Name(int errorNumber) => errorNumber switch
    {
        Errno.EPERM => "EPERM",
        Errno.ENOENT => "ENOENT",
        Errno.ESRCH => "ESRCH",
        Errno.EINTR => "EINTR",
        Errno.EIO => "EIO",
        Errno.EBADF => "EBADF",
        Errno.EAGAIN => "EAGAIN",
        Errno.ENOMEM => "ENOMEM",
        Errno.EACCES => "EACCES",
        Errno.EFAULT => "EFAULT",
        Errno.EBUSY => "EBUSY",
        Errno.EEXIST => "EEXIST",
        Errno.ENODEV => "ENODEV",
        Errno.ENOTDIR => "ENOTDIR",
        Errno.EINVAL => "EINVAL",
        Errno.ENFILE => "ENFILE",
        Errno.EMFILE => "EMFILE",
        Errno.ETXTBSY => "ETXTBSY",
        Errno.EFBIG => "EFBIG",
        Errno.ENOSPC => "ENOSPC",
        Errno.EROFS => "EROFS",
        Errno.EPIPE => "EPIPE",
        Errno.ENAMETOOLONG => "ENAMETOOLONG",
        Errno.ENOSYS => "ENOSYS",
        Errno.ENOTEMPTY => "ENOTEMPTY",
        Errno.ELOOP => "ELOOP",
        Errno.ENOTSOCK => "ENOTSOCK",
        Errno.EMSGSIZE => "EMSGSIZE",
        Errno.EPROTOTYPE => "EPROTOTYPE",
        Errno.EOPNOTSUPP => "EOPNOTSUPP",
        Errno.EADDRINUSE => "EADDRINUSE",
        Errno.ECONNABORTED => "ECONNABORTED",
        Errno.ECONNRESET => "ECONNRESET",
        Errno.ENOBUFS => "ENOBUFS",
        Errno.ENOTCONN => "ENOTCONN",
        Errno.ETOOMANYREFS => "ETOOMANYREFS",
        Errno.ETIMEDOUT => "ETIMEDOUT",
        Errno.ECONNREFUSED => "ECONNREFUSED",
        Errno.EHOSTDOWN => "EHOSTDOWN",
        Errno.ESTALE => "ESTALE",
        Errno.EHWPOISON => "EHWPOISON",
        _ => $"errno {errorNumber}",
    };

    internal static string? Remedy(string call, int errorNumber) => (call, errorNumber) switch
    {
        ("mlock", Errno.ENOMEM or Errno.EPERM or Errno.EAGAIN) =>
            "The process may not lock this much: give it CAP_IPC_LOCK or raise RLIMIT_MEMLOCK of the container runtime (LimitMEMLOCK=infinity).",
        ("memfd_create", Errno.ENODEV or Errno.EINVAL) =>
            "The kernel does not offer this huge page size: check /sys/kernel/mm/hugepages and the node's hugepages-* capacity.",
        ("memfd_create", Errno.EPERM or Errno.EACCES) =>
            "The process may not create huge page files, or vm.memfd_noexec forbids executable ones.",
        ("mmap", Errno.ENOMEM) =>
            "Not enough huge pages are free, or the address space is limited (ulimit -v): reserve more pages (vm.nr_hugepages) or lower the pool's capacity here.",
        ("fallocate" or "pwrite" or "open", Errno.ENOSPC) => "The filesystem (or the memory behind it) is full: free space there, or lower what may be used of it.",
        (_, Errno.EROFS) => "The filesystem is read-only: if it was not meant to be, see the kernel log for errors of its device.",
        ("pread" or "pwrite" or "fdatasync", Errno.EIO) => "The device failed: see the kernel log.",
        ("madvise" or "fallocate", Errno.ENOMEM or Errno.ENOSPC) =>
            "The memory limit of the cgroup or the node's free memory is used up: lower the pool's capacity on this node.",
        ("madvise", Errno.EFAULT) =>
            "The pages could not be had: huge pages or the hugetlb limit of the cgroup ran out, or the file is shorter than the mapping.",
        ("madvise", Errno.EHWPOISON) =>
            "A page has a hardware memory error: see the kernel log and take the node out of service.",
        ("mbind", Errno.EPERM) => "A seccomp profile or missing CAP_SYS_NICE forbids mbind.",
        ("mbind", Errno.EINVAL) => "A NUMA node of the policy has no memory or is outside the cgroup's cpuset.mems.",
        ("mbind", Errno.ENOSYS) => "The kernel is built without NUMA: use policy None.",
        ("ftruncate" or "fcntl(F_ADD_SEALS)", Errno.EPERM) => "The file is sealed against this change.",
        ("fcntl(F_ADD_SEALS)", Errno.EBUSY) => "A writable shared mapping exists; this seal must come before any mapping.",
        ("fcntl(F_GET_SEALS)", Errno.EINVAL) => "The descriptor is not a memfd.",
        ("sendmsg", Errno.ETOOMANYREFS) => "Too many descriptors are in flight for RLIMIT_NOFILE: the receiver does not read, or the limit is too low.",
        ("mount" or "umount2", Errno.EPERM) => "Mounting needs CAP_SYS_ADMIN (privileged container).",
        ("unshare" or "setfsuid", Errno.EPERM) => "It needs root (privileged container).",
        ("umount2", Errno.EBUSY) => "Something below the mount is still in use.",
        ("connect", Errno.ENOENT) => "Nothing has created the socket yet.",
        ("connect", Errno.ECONNREFUSED) => "Nobody listens on the socket: its owner is not running.",
        ("bind", Errno.EADDRINUSE) => "The socket file exists already: remove it first.",
        (_, Errno.EMFILE) => "The process has too many open files: raise RLIMIT_NOFILE.",
        (_, Errno.ENFILE) => "The node has too many open files: raise fs.file-max.",
        _ => null,
    };
}
