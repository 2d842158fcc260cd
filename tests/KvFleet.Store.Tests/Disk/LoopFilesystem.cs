using System.Diagnostics;

namespace KvFleet.Store.Tests.Disk;

/// <summary>A small ext4 in a file, mounted by a loop device: a real filesystem that can be full and become read-only.</summary>
internal sealed class LoopFilesystem : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-loop-");
    private bool _isMounted;

    private LoopFilesystem()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "mount");

    /// <summary>Makes one, or skips the test with the reason.</summary>
    public static LoopFilesystem Create(int mebibytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        var made = new LoopFilesystem();
        var image = System.IO.Path.Combine(made._folder.FullName, "image");
        Directory.CreateDirectory(made.Path);
        var problem = Run("truncate", "-s", $"{mebibytes}M", image) ?? Run("mkfs.ext4", "-q", "-F", "-m", "0", image) ?? Run("mount", "-o", "loop", image, made.Path);
        if (problem is not null)
            made.Dispose();
        Assert.SkipWhen(problem is not null, $"no loop-mounted filesystem here: {problem}");
        made._isMounted = true;
        return made;
    }

    /// <summary>Mounts it again with options such as <c>ro</c>.</summary>
    public void Remount(string options) => Run("mount", "-o", $"remount,{options}", Path).ShouldBeNull();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "-l", Path);
        _isMounted = false;
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs a program; null when it succeeded, else what it said.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {said}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }
}
