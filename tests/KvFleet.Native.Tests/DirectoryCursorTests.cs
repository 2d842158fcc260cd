using System.Text;

namespace KvFleet.Native.Tests;

public sealed class DirectoryCursorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-cursor-");
    private readonly DirectoryCursor _cursor = new();

    [Fact]
    public void It_comes_to_every_name_with_inode_and_kind()
    {
        for (var i = 0; i < 3000; i++)
            File.WriteAllBytes(Path.Combine(_folder.FullName, $"a-name-that-is-long-enough-to-fill-the-buffer-{i}"), []);
        _folder.CreateSubdirectory("directory");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "directory");
        _cursor.Open(_folder.FullName).ShouldBe(0);

        var names = new HashSet<string>();
        while (_cursor.MoveNext(out var entry, out var error))
        {
            error.ShouldBe(0);
            var name = Encoding.UTF8.GetString(entry.Name);
            names.Add(name).ShouldBeTrue();
            entry.Kind.ShouldBe(name switch { "directory" => EntryKind.Directory, "link" => EntryKind.Other, _ => EntryKind.File });
            _cursor.Ask(entry, fresh: true, out var facts).ShouldBe(0);
            facts.Inode.ShouldBe(entry.Inode);
            facts.Kind.ShouldBe(entry.Kind);
        }

        names.Count.ShouldBe(3002);
    }

    [Fact]
    public void Links_are_no_directories()
    {
        _folder.CreateSubdirectory("directory");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), Path.Combine(_folder.FullName, "directory"));
        _cursor.Open(_folder.FullName).ShouldBe(0);
        using var child = new DirectoryCursor();

        child.Open(_cursor, "directory"u8).ShouldBe(0);
        child.Open(_cursor, "link"u8).ShouldBe(Errno.ENOTDIR);
        child.Open(_cursor, "missing"u8).ShouldBe(Errno.ENOENT);
        child.Open(Path.Combine(_folder.FullName, "link")).ShouldBe(Errno.ENOTDIR);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void What_is_not_one_name_is_refused(string name)
    {
        _cursor.Open(_folder.FullName).ShouldBe(0);

        Should.Throw<ArgumentException>(() => _cursor.Unlink(Encoding.UTF8.GetBytes(name)));
        Should.Throw<ArgumentException>(() => _cursor.Open(_cursor, Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Names_that_are_too_long_are_an_error() => OpenFolder().Unlink(new byte[256].Select(_ => (byte)'a').ToArray()).ShouldBe(Errno.ENAMETOOLONG);

    [Fact]
    public void Files_and_empty_directories_are_removed_and_full_ones_are_not()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "x");
        File.WriteAllText(Path.Combine(_folder.CreateSubdirectory("full").FullName, "file"), "x");
        _folder.CreateSubdirectory("empty");
        var cursor = OpenFolder();

        cursor.Unlink("file"u8).ShouldBe(0);
        cursor.Unlink("file"u8).ShouldBe(Errno.ENOENT);
        cursor.RemoveDirectory("empty"u8).ShouldBe(0);
        cursor.RemoveDirectory("full"u8).ShouldBe(Errno.ENOTEMPTY);
        _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).ShouldBe(["full"]);
    }

    [Fact]
    public void The_start_of_a_file_is_read_and_neither_links_nor_pipes_are()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "0123456789");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "file");
        var cursor = OpenFolder();
        var buffer = new byte[4];

        cursor.Read("file"u8, buffer, out var length).ShouldBe(0);
        Encoding.UTF8.GetString(buffer, 0, length).ShouldBe("0123");
        cursor.Read("link"u8, buffer, out _).ShouldBe(Errno.ELOOP);
        cursor.Read("missing"u8, buffer, out _).ShouldBe(Errno.ENOENT);
    }

    [Fact]
    public void Times_are_told_as_they_were_set()
    {
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(path, "x");
        FileTimes.Set(path, 1_000_000_000, 1_100_000_000).ShouldBe(0);

        OpenFolder().Ask("file"u8, fresh: false, out var facts).ShouldBe(0);

        (facts.AccessSeconds, facts.ModificationSeconds, facts.Links, facts.Blocks).ShouldBe((1_000_000_000, 1_100_000_000, 1u, 8));
        FileTimes.Touch(path).ShouldBe(0);
        OpenFolder().Ask("file"u8, fresh: false, out facts).ShouldBe(0);
        facts.AccessSeconds.ShouldBeGreaterThan(1_700_000_000);
        FileTimes.Touch(path + "-missing").ShouldBe(Errno.ENOENT);
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _folder.Delete(recursive: true);
    }

    private DirectoryCursor OpenFolder()
    {
        _cursor.Open(_folder.FullName).ShouldBe(0);
        return _cursor;
    }
}
