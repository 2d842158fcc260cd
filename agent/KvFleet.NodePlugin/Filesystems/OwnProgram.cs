using System.Diagnostics;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Starts this program again, as a process that may be given up.</summary>
internal static class OwnProgram
{
    /// <summary>How; its output can be read. A published program is its own executable; in a development build the runtime is given the assembly.</summary>
    /// <param name="arguments">The arguments.</param>
    public static ProcessStartInfo Command(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var published = Path.GetFileName(program) == "kvfleet-node";
        string[] all = published ? [.. arguments] : [Path.Combine(AppContext.BaseDirectory, "kvfleet-node.dll"), .. arguments];
        var start = new ProcessStartInfo(published || Path.GetFileName(program) == "dotnet" ? program : "dotnet", all) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }
}
