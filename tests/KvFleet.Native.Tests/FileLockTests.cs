namespace KvFleet.Native.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("kvfleet-").FullName, "lock");

    [Fact]
    public void The_second_learns_who_holds_it_and_gets_it_afterwards()
    {
        using (FileLock.TryAcquire(_path, "agent a, pod kvfleet-agent-x", out _).ShouldNotBeNull())
        {
            FileLock.TryAcquire(_path, "agent b", out var heldBy).ShouldBeNull();
            heldBy.ShouldBe("agent a, pod kvfleet-agent-x");
        }

        using var second = FileLock.TryAcquire(_path, "b", out _).ShouldNotBeNull();
        FileLock.TryAcquire(_path, "c", out var next).ShouldBeNull();
        next.ShouldBe("b", "what the first wrote is gone");
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        using var first = FileLock.TryAcquire(_path, new string('x', 10_000), out _).ShouldNotBeNull();
        FileLock.TryAcquire(_path, "b", out var heldBy).ShouldBeNull();
        heldBy.Length.ShouldBe(512);
    }

    [Fact]
    public void A_missing_directory_is_an_error_that_names_the_path()
    {
        var path = _path + "/below/lock";
        Should.Throw<NativeException>(() => FileLock.TryAcquire(path, "a", out _)).Message.ShouldContain(path);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
}
