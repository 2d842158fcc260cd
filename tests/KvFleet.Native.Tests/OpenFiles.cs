namespace KvFleet.Native.Tests;

/// <summary>What this process has open, by /proc. Tests run side by side, so they count files of a name of their own.</summary>
internal static class OpenFiles
{
    internal static int Count(string name) => Directory.EnumerateFiles("/proc/self/fd").Count(file => Target(file).Contains(name, StringComparison.Ordinal));

    private static string Target(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
