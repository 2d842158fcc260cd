using System.Diagnostics;
using System.Globalization;
using KvFleet.Benchmarks.Processes;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// A GlusterFS volume of one brick, served over TCP on the loopback interface and mounted by FUSE: server and client are started with graphs of their own, so no management daemon of the machine is touched.
/// </summary>
internal sealed class GlusterMount : IAsyncDisposable
{
    private readonly string _folder;
    private readonly List<Process> _processes = [];

    private GlusterMount(string folder) => _folder = folder;

    /// <summary>Whether GlusterFS is installed.</summary>
    public static bool IsInstalled => File.Exists("/usr/sbin/glusterfsd") && File.Exists("/usr/sbin/glusterfs");

    /// <summary>Where it is mounted.</summary>
    public string Root => Path.Combine(_folder, "mount");

    /// <summary>Starts server and client.</summary>
    /// <param name="folder">Where the brick, the mount and the logs are, on a disk.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<GlusterMount> MountAsync(string folder, CancellationToken cancellationToken)
    {
        var mount = new GlusterMount(folder);
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "brick"));
            Directory.CreateDirectory(mount.Root);
            var port = ProductProcess.FreePort().ToString(CultureInfo.InvariantCulture);
            await mount.StartAsync("server", $"""
                volume posix
                  type storage/posix
                  option directory {folder}/brick
                end-volume
                volume locks
                  type features/locks
                  subvolumes posix
                end-volume
                volume /brick
                  type performance/io-threads
                  subvolumes locks
                end-volume
                volume server
                  type protocol/server
                  option transport-type tcp
                  option transport.socket.bind-address 127.0.0.1
                  option transport.socket.listen-port {port}
                  option auth.addr./brick.allow *
                  subvolumes /brick
                end-volume
                """, "/usr/sbin/glusterfsd", [], cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellationToken);
            await mount.StartAsync("client", $"""
                volume client
                  type protocol/client
                  option transport-type tcp
                  option remote-host 127.0.0.1
                  option remote-port {port}
                  option remote-subvolume /brick
                end-volume
                volume io-cache
                  type performance/io-cache
                  subvolumes client
                end-volume
                volume open-behind
                  type performance/open-behind
                  subvolumes io-cache
                end-volume
                """, "/usr/sbin/glusterfs", [mount.Root], cancellationToken);
            await mount.WaitAsync(cancellationToken);
            return mount;
        }
        catch
        {
            await mount.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Root) && KvFleet.Native.Mount.IsMountPoint(Root))
            await Commands.RunAsync("umount", [Root], CancellationToken.None);
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    private async Task StartAsync(string name, string graph, string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, $"{name}.vol");
        await File.WriteAllTextAsync(file, graph + "\n", cancellationToken);
        _processes.Add(Process.Start(new ProcessStartInfo(program, ["--no-daemon", "-f", file, "-l", Path.Combine(_folder, $"{name}.log"), .. arguments]))!);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 150; attempt++)
        {
            if (KvFleet.Native.Mount.IsMountPoint(Root))
            {
                // The graph is there when a file can be made.
                await File.WriteAllTextAsync(Path.Combine(Root, "ready"), "ready", cancellationToken);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"GlusterFS was not mounted: see the logs in {_folder}.");
    }
}
