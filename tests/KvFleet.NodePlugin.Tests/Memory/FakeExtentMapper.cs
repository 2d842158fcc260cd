using KvFleet.Native;
using KvFleet.NodePlugin.Memory;

namespace KvFleet.NodePlugin.Tests.Memory;

/// <summary>Maps nothing, refuses on demand, and remembers.</summary>
internal sealed class FakeExtentMapper : IExtentMapper
{
    public NativeException? MapFailure { get; set; }

    public NativeException? PolicyFailure { get; set; }

    public NativeException? LockFailure { get; set; }

    public long? ResidentBytes { get; set; }

    public List<string> Calls { get; } = [];

    public int Open { get; private set; }

    public IExtentMapping Map(MemoryFile file, long bytes)
    {
        var facts = file.GetFacts();
        file.Dispose();
        if (MapFailure is { } failure)
            throw failure;
        Calls.Add("mmap");
        Open++;
        return new FakeMapping(this, facts with { ResidentBytes = ResidentBytes ?? bytes });
    }

    private sealed class FakeMapping(FakeExtentMapper owner, FileFacts facts) : IExtentMapping
    {
        public FileFacts GetFacts() => facts;

        public void SetPolicy(NumaPolicy policy)
        {
            if (owner.PolicyFailure is { } failure)
                throw failure;
            owner.Calls.Add($"mbind {policy}");
        }

        public void Lock()
        {
            if (owner.LockFailure is { } failure)
                throw failure;
            owner.Calls.Add("mlock");
        }

        public void Dispose()
        {
            owner.Calls.Add("munmap");
            owner.Open--;
        }
    }
}
