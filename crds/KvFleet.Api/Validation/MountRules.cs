using System.Collections.Frozen;

namespace KvFleet.Api.Validation;

/// <summary>What mount(8) may be given by the admin of a shared filesystem. What is not known to be harmless is refused: the mount runs with privilege on every node.</summary>
internal static class MountRules
{
    /// <summary>Always added: nothing on a cache is a program, a device or somebody else's authority.</summary>
    public static readonly IReadOnlyList<string> Forced = ["nosuid", "nodev", "noexec"];

    private static readonly FrozenSet<string> LocalTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        "none", "auto", "bind", "rbind", "ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "f2fs", "vfat", "msdos", "exfat", "ntfs", "ntfs3", "iso9660", "udf", "squashfs", "erofs", "zfs", "jfs", "reiserfs",
        "minix", "swap", "overlay", "aufs", "tmpfs", "ramfs", "hugetlbfs", "proc", "sysfs", "devtmpfs", "devpts", "mqueue", "cgroup", "cgroup2", "bpf", "debugfs", "tracefs", "securityfs", "selinuxfs", "configfs",
        "fusectl", "binfmt_misc", "efivarfs", "pstore", "nsfs", "fuse", "fuseblk", "9p", "virtiofs");

    private static readonly FrozenSet<string> Options = FrozenSet.Create(
        StringComparer.Ordinal,
        // Every type.
        "rw", "sync", "async", "noatime", "nodiratime", "relatime", "strictatime", "lazytime", "_netdev", "nofail", "nosuid", "nodev", "noexec", "context", "acl", "noacl", "user_xattr",
        // NFS.
        "vers", "nfsvers", "minorversion", "proto", "port", "mountport", "mountproto", "mountvers", "hard", "soft", "softerr", "timeo", "retrans", "retry", "rsize", "wsize", "nconnect", "max_connect", "trunkdiscovery",
        "sec", "ac", "noac", "acregmin", "acregmax", "acdirmin", "acdirmax", "actimeo", "lookupcache", "lock", "nolock", "local_lock", "cto", "nocto", "nosharecache", "sharecache", "clientaddr", "namlen",
        "resvport", "noresvport", "rdirplus", "nordirplus", "migration", "nomigration", "rdma", "xprtsec",
        // Ceph.
        "name", "secretfile", "fs", "mds_namespace", "mon_addr", "ms_mode", "rasize", "recover_session", "readdir_max_bytes", "readdir_max_entries", "caps_max", "wsync", "nowsync", "rbytes", "norbytes", "dirstat", "nodirstat",
        // GlusterFS.
        "backup-volfile-servers", "backup-volfile-server", "backupvolfile-server", "log-level", "direct-io-mode", "transport", "attribute-timeout", "entry-timeout", "negative-timeout", "background-qlen",
        "congestion-threshold", "use-readdirp", "reader-thread-count", "event-history", "fetch-attempts", "gid-timeout", "resolve-gids", "root-squash", "lru-limit", "invalidate-limit",
        // Lustre.
        "flock", "localflock", "noflock", "lazystatfs", "nolazystatfs", "network", "32bitapi", "checksum", "nochecksum", "statfs_project",
        // Weka, GPFS, BeeGFS.
        "net", "num_cores", "core", "memory_mb", "readcache", "writecache", "coherent", "forcedirect", "inode_bits", "verbose", "dentry_max_age_positive", "dentry_max_age_negative", "sync_on_close", "traces_capacity_mb",
        "mtime", "syncnfs", "nosyncnfs", "filesetquota", "userquota", "quota", "cfgfile", "tunefilecachetype");

    /// <summary>Checks a mount and gives all its options, the forced ones first.</summary>
    public static IReadOnlyList<string> Check(Filesystems.FilesystemMount mount, List<FieldProblem> problems)
    {
        const string Path = "spec.mount";
        if (mount.Type.Length is < 2 or > 32 || !char.IsAsciiLetterLower(mount.Type[0]) || !mount.Type.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-'))
            problems.Add(new($"{Path}.type", $"is '{mount.Type}', which is no filesystem type; give one such as nfs4, ceph or glusterfs"));
        else if (LocalTypes.Contains(mount.Type))
            problems.Add(new($"{Path}.type", $"is '{mount.Type}', which is not shared between nodes or shows the node itself; give the type of a network filesystem such as nfs4, ceph or glusterfs"));
        if (SourceProblem(mount.Source) is { } problem)
            problems.Add(new($"{Path}.source", $"is '{mount.Source}', {problem}"));
        var options = new List<string>(Forced);
        for (var index = 0; index < (mount.Options?.Count ?? 0); index++)
        {
            var option = mount.Options![index];
            if (OptionProblem(option) is { } wrong)
                problems.Add(new($"{Path}.options[{index}]", $"is '{option}', {wrong}"));
            else if (!options.Contains(option, StringComparer.Ordinal))
                options.Add(option);
        }

        return options;
    }

    private static string? SourceProblem(string source) => source switch
    {
        "" => "nothing; give server and export, such as gluster-0:/kv",
        _ when source.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c)) || source[0] == '-' => "which mount(8) would not take as a name; give server and export, such as gluster-0:/kv",
        _ when source[0] is '/' or '.' => "a path or device of the node; give server and export, such as gluster-0:/kv, or the bare name of the filesystem",
        _ when source.Split('=')[0] is "UUID" or "LABEL" or "PARTUUID" or "PARTLABEL" or "ID" => "a device of the node; give server and export, such as gluster-0:/kv",
        _ => null,
    };

    private static string? OptionProblem(string option)
    {
        var name = option.Split('=', 2)[0];
        if (option.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or '\\'))
            return "which has a comma, a backslash or white space in it; give one option per entry";
        return name switch
        {
            _ when Options.Contains(name) => null,
            "ro" => "but engines write to the filesystem; leave it out",
            "suid" or "dev" or "exec" => $"but no{name} is forced; leave it out",
            _ => $"and '{name}' is none of the options that are known to be harmless (see the README of KvFleet.Api); leave it out",
        };
    }
}
