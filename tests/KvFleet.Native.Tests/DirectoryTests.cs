namespace KvFleet.Native.Tests;

public sealed class DirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kvfleet-directory-").FullName;

    [Fact]
    public void A_directory_held_by_descriptor_stays_the_same_whatever_its_name_leads_to()
    {
        var original = Directory.CreateDirectory(At("a")).FullName;
        using var handle = DirectoryHandle.Open(original);
        Directory.Move(original, At("b"));
        Directory.CreateDirectory(original);

        File.WriteAllText($"{handle.ProcPath}/file", "x");

        File.Exists(At("b", "file")).ShouldBeTrue();
        File.Exists(At("a", "file")).ShouldBeFalse();
    }

    [Fact]
    public void A_link_is_no_directory_but_a_directory_may_lie_behind_one()
    {
        Directory.CreateDirectory(At("real", "child"));
        Directory.CreateSymbolicLink(At("link"), At("real"));

        Should.Throw<NativeException>(() => DirectoryHandle.Open(At("link"))).ErrorName.ShouldBe("ENOTDIR");
        using var through = DirectoryHandle.Open(At("link", "child"));
        using var top = DirectoryHandle.Open(_directory);
        using var child = top.OpenChild("real");
        Should.Throw<NativeException>(() => top.OpenChild("link")).ErrorName.ShouldBe("ENOTDIR");
        Should.Throw<NativeException>(() => top.OpenChild("missing")).ErrorName.ShouldBe("ENOENT");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    public void A_child_is_one_name(string name)
    {
        using var handle = DirectoryHandle.Open(_directory);

        Should.Throw<ArgumentException>(() => handle.OpenChild(name));
    }

    [Fact]
    public void Names_are_listed_however_many_there_are()
    {
        string[] names = [.. Enumerable.Range(0, 3000).Select(number => $"entry with spaces and ümlauts {number}"), ".hidden"];
        foreach (var name in names)
            File.WriteAllText(At(name), "");

        DirectoryNames.Read(_directory).Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_are_listed_and_read_even_when_they_lead_nowhere()
    {
        File.CreateSymbolicLink(At("link"), "/memfd:gone (deleted)");

        DirectoryNames.Read(_directory).ShouldBe(["link"]);
        SymbolicLink.Read(At("link")).ShouldBe("/memfd:gone (deleted)");
        Should.Throw<NativeException>(() => FileFacts.Of(At("link"))).ErrorName.ShouldBe("ENOENT");
        Should.Throw<NativeException>(() => SymbolicLink.Read(_directory)).ErrorName.ShouldBe("EINVAL");
        Should.Throw<NativeException>(() => DirectoryNames.Read(At("missing"))).ErrorName.ShouldBe("ENOENT");
    }

    [Fact]
    public void A_memory_file_is_known_by_its_descriptor_in_proc()
    {
        using var file = MemoryFile.Create("kvfleet-test", 4096);
        var path = $"/proc/self/fd/{file.DangerousGetHandle()}";

        SymbolicLink.Read(path).ShouldBe("/memfd:kvfleet-test (deleted)");
        FileFacts.Of(path).ShouldBe(file.GetFacts());
    }

    [Fact]
    public void A_socket_gets_the_mode_that_was_asked_for_whatever_the_umask()
    {
        using var socket = UnixSocket.Listen(At("socket"), (UnixFileMode)0b110_110_110);

        File.GetUnixFileMode(At("socket")).ShouldBe((UnixFileMode)0b110_110_110);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string At(params string[] names) => Path.Combine([_directory, .. names]);
}
