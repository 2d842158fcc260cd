using KvFleet.Native.Interop;

namespace KvFleet.Native.Tests;

public sealed class UnixSocketTests : IDisposable
{
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const int StreamSocket = 1;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kvfleet-");

    [Fact]
    public void The_file_has_the_wanted_mode_whatever_the_umask()
    {
        var path = Path.Combine(_directory.FullName, "a.sock");
        using var listener = UnixSocket.Listen(path, Everyone);
        File.GetUnixFileMode(path).ShouldBe(Everyone);
    }

    [Fact]
    public void A_socket_file_that_is_left_over_is_replaced()
    {
        var path = Path.Combine(_directory.FullName, "a.sock");
        UnixSocket.Listen(path, Everyone).Dispose();
        using var listener = UnixSocket.Listen(path, Everyone);
        using var client = UnixSocket.Connect(path);
        using var served = listener.TryAccept();
        served.ShouldNotBeNull();
        listener.TryAccept().ShouldBeNull();
    }

    [Fact]
    public void A_path_longer_than_the_address_can_hold_works_on_both_sides()
    {
        var path = Path.Combine(_directory.CreateSubdirectory(new string('d', 120)).FullName, "kvfleet.sock");
        using var listener = UnixSocket.Listen(path, Everyone);
        using var client = UnixSocket.Connect(path);
        using var served = listener.TryAccept();
        served.ShouldNotBeNull();
        File.GetUnixFileMode(path).ShouldBe(Everyone);
    }

    [Fact]
    public void Connecting_says_whether_the_file_or_the_listener_is_missing()
    {
        var path = Path.Combine(_directory.FullName, "a.sock");
        Should.Throw<NativeException>(() => UnixSocket.Connect(path)).ErrorNumber.ShouldBe(Errno.ENOENT);
        UnixSocket.Listen(path, Everyone).Dispose();
        var refused = Should.Throw<NativeException>(() => UnixSocket.Connect(path));
        refused.ErrorNumber.ShouldBe(Errno.ECONNREFUSED);
        refused.Message.ShouldContain(path);
        refused.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void Only_a_seqpacket_socket_can_be_adopted_and_the_refused_one_is_closed()
    {
        var name = $"no-socket-{Guid.NewGuid():N}";
        var file = MemoryFile.Create(name, 4096);
        Should.Throw<NativeException>(() => UnixSocket.Adopt(new Descriptor(file.Detach()))).ErrorNumber.ShouldBe(Errno.ENOTSOCK);
        OpenFiles.Count(name).ShouldBe(0);

        var copy = new Descriptor(Libc.Socket(Libc.AddressFamilyUnix, StreamSocket, 0));
        Should.Throw<NativeException>(() => UnixSocket.Adopt(copy)).ErrorNumber.ShouldBe(Errno.EPROTOTYPE);
    }

    [Fact]
    public void A_socket_that_does_not_listen_cannot_accept()
    {
        var (first, second) = UnixSocket.CreatePair();
        using (first)
        using (second)
            Should.Throw<NativeException>(() => first.TryAccept()).Call.ShouldBe("accept");
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
