using KvFleet.NodePlugin.Tests.Support;

namespace KvFleet.NodePlugin.Tests.Mappers;

/// <summary>A proc filesystem made of files.</summary>
internal sealed class RecordedProc : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    public RecordedProc Add(int pid, string command, string cgroup, params ulong[] mappedInodes)
    {
        Directory.CreateDirectory(_directory.At($"{pid}", "fd"));
        File.WriteAllText(_directory.At($"{pid}", "comm"), command + "\n");
        File.WriteAllText(_directory.At($"{pid}", "cgroup"), cgroup + "\n");
        File.WriteAllText(
            _directory.At($"{pid}", "maps"),
            string.Concat(mappedInodes.Select(inode => $"7f0a00000000-7f0a40000000 rw-s 00000000 00:01 {inode} /memfd:x (deleted)\n")));
        return this;
    }

    public string At(params string[] names) => _directory.At(names);

    public void Dispose() => _directory.Dispose();
}
