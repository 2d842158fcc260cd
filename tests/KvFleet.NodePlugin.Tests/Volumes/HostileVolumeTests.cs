using KvFleet.Native;
using KvFleet.NodePlugin.Tests.Support;

namespace KvFleet.NodePlugin.Tests.Volumes;

/// <summary>A pod that runs as root may do what it likes within its volume. None of it must reach anything else.</summary>
public sealed class HostileVolumeTests : IDisposable
{
    private readonly Node _node = new();
    private readonly TemporaryDirectory _outside = new();
    private readonly string _precious;

    public HostileVolumeTests()
    {
        _precious = _outside.At("precious");
        File.WriteAllText(_precious, "precious");
        File.SetUnixFileMode(_precious, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("status.json")]
    [InlineData("status.json.new")]
    public void A_link_where_the_status_goes_is_replaced_not_followed(string name)
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        Link(volume.TargetPath, name);

        _node.Volumes.SetStatus("csi-1", true, "Ready", "");

        _node.Status(volume).ShouldContain("Ready");
        ShouldBeUntouched();
    }

    [Theory]
    [InlineData("kvfleet.sock")]
    [InlineData("kvfleet.sock.new")]
    public void A_link_where_the_socket_goes_is_replaced_not_followed(string name)
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        Link(volume.TargetPath, name);

        _node.Restart();

        using var client = UnixSocket.Connect(_node.Socket(volume));
        ShouldBeUntouched();
    }

    [Fact]
    public void A_directory_where_the_status_goes_is_an_error_of_that_volume()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        File.Delete(Path.Combine(volume.TargetPath, "status.json"));
        Directory.CreateDirectory(Path.Combine(volume.TargetPath, "status.json"));

        Should.Throw<Exception>(() => _node.Volumes.SetStatus("csi-1", true, "Ready", "")).ShouldBeAssignableTo<SystemException>();
        _node.Volumes.MarkUnserved(() => true);
    }

    public void Dispose()
    {
        _node.Dispose();
        _outside.Dispose();
    }

    private void Link(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        File.Delete(path);
        File.CreateSymbolicLink(path, _precious);
    }

    private void ShouldBeUntouched()
    {
        File.ReadAllText(_precious).ShouldBe("precious");
        File.GetUnixFileMode(_precious).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
